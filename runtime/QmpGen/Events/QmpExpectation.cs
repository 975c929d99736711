using System.Globalization;

namespace QmpGen;

/// <summary>Waits for an event.</summary>
/// <typeparam name="TEvent">The type of the event.</typeparam>
/// <remarks>
/// <para>It starts buffering events when it is created. QEMU sends the event that a command causes before the command's
/// response. Create the expectation before sending the command.</para>
/// <para>Up to <see cref="QmpClientOptions.EventBufferCapacity"/> events and
/// <see cref="QmpClientOptions.EventBufferBytes"/> are buffered; then the oldest is dropped.</para>
/// <para>The expectation continues when the client reconnects. The event may be missing then, because QEMU does not
/// keep events for clients that are not connected. The message of a timeout mentions the lost connection.</para>
/// </remarks>
public sealed class QmpExpectation<TEvent> : IDisposable
    where TEvent : QmpEvent
{
    private readonly EventBuffer _buffer;
    private readonly Func<TEvent, bool> _predicate;
    private int _rejected;
    private volatile bool _disposed;

    internal QmpExpectation(EventBuffer buffer, Func<TEvent, bool>? predicate)
    {
        _buffer = buffer;
        _predicate = predicate ?? (static _ => true);
    }

    /// <summary>Waits for the next matching event.</summary>
    /// <param name="timeout">The timeout, at most 24 days. Zero checks only the buffered events.</param>
    /// <param name="cancellationToken">A token that cancels the wait. The expectation stays usable.</param>
    /// <returns>The oldest matching event that no earlier call returned.</returns>
    /// <remarks>Call it again to wait for the next event, or after a timeout. Await one call at a time. The predicate
    /// runs in this method, not on the receive loop.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative or longer than 24 days.</exception>
    /// <exception cref="QmpTimeoutException">No matching event was received within the timeout.</exception>
    /// <exception cref="QmpConnectionException">The connection ended before a matching event was received.</exception>
    /// <exception cref="QmpProtocolException">The connection ended because the peer violated the protocol.</exception>
    /// <exception cref="ObjectDisposedException">The expectation was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<TEvent> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout.TotalMilliseconds, int.MaxValue, nameof(timeout));
        ObjectDisposedException.ThrowIf(_disposed, this);
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeout);
        try
        {
            do
            {
                // A fixed count: the timeout must apply even if events arrive as fast as the predicate rejects them.
                for (int count = _buffer.Count; count > 0 && _buffer.TryRead(out QmpEvent? received); count--)
                {
                    if (_predicate((TEvent)received))
                    {
                        return (TEvent)received;
                    }

                    _rejected++;
                }
            } while (await _buffer.WaitToReadAsync(timer.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e) when (e.CancellationToken == timer.Token)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw CreateTimeoutException(timeout, e);
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        throw ConnectionEnded.CreateException($"{typeof(TEvent).Name} was not received", cause: null);
    }

    /// <summary>Stops waiting for the event.</summary>
    /// <remarks>A pending wait throws an <see cref="ObjectDisposedException"/>.</remarks>
    public void Dispose()
    {
        _disposed = true;
        _buffer.Dispose();
    }

    private QmpTimeoutException CreateTimeoutException(TimeSpan timeout, Exception cause)
    {
        string reason = (_rejected, _buffer.Dropped) switch
        {
            (0, _) => "No such event was received after Expect was called. "
                + "Either QEMU sent the event earlier, or the guest did not cause it. "
                + "Many events require a running guest operating system. "
                + "Call Expect before sending the command.",
            (int rejected, 0) => $"The predicate rejected all events of this type ({rejected}).",
            (int rejected, long dropped) => $"The predicate rejected all events of this type ({rejected}). "
                + $"Others ({dropped}) were dropped from the full buffer because WaitAsync was called too late.",
        };
        string interruption =
            _buffer.Interruptions > 0
                ? " The connection was lost in the meantime, and QEMU does not keep events for clients that are not "
                    + "connected. Query the state instead."
                : "";
        return new QmpTimeoutException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{typeof(TEvent).Name} was not received within {timeout.TotalSeconds:0.###} s. {reason}{interruption}"
            ),
            cause
        );
    }
}
