using System.Globalization;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>An event that is waited for: armed when it is made, so that nothing which comes before the wait is
/// missed.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <remarks>
/// <para>The event that a command causes comes before the command's own answer, so arm first and send then.</para>
/// <para>The predicate runs where <see cref="WaitAsync"/> is awaited, never on the connection's reader loop. To be
/// awaited by one caller at a time;
/// disposing is safe at any time. Up to <see cref="QmpClientOptions.EventBufferCapacity"/> events are kept for the wait; of
/// more the oldest are lost.</para>
/// <para>An expectation lives on when the connection is lost and made again. QEMU keeps no events for a client that is
/// not connected, so the one that
/// is waited for may be missed then; what a time-out says tells of it.</para>
/// </remarks>
public sealed class QmpExpectation<TEvent> : IDisposable
    where TEvent : QmpEvent
{
    private readonly QmpEventBuffer _events;
    private readonly Func<TEvent, bool> _predicate;
    private int _others;
    private volatile bool _disposed;

    internal QmpExpectation(QmpEvents stream, Func<TEvent, bool>? predicate)
    {
        _events = stream.Open<TEvent>();
        _predicate = predicate ?? (static _ => true);
    }

    /// <summary>Waits for the event. May be called again: for the next such event, or after a limit has
    /// passed.</summary>
    /// <param name="limit">How long to wait, from now on. There is always a limit, since a guest may never do what it
    /// is asked to.</param>
    /// <param name="cancellationToken">Gives up the wait, not the expectation.</param>
    /// <returns>The first event that came since the expectation was armed, or since the one that the last wait gave
    /// out, and fits the predicate. One
    /// that has come already is given out without a wait, even with a limit of zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or longer than 24 days.</exception>
    /// <exception cref="QmpTimeoutException">The limit has passed.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and what came before it did not fit the
    /// predicate.</exception>
    /// <exception cref="QmpProtocolException">The connection ended because the peer broke the protocol.</exception>
    /// <exception cref="ObjectDisposedException">The expectation was given up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TEvent> WaitAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit.TotalMilliseconds, int.MaxValue, nameof(limit));
        ObjectDisposedException.ThrowIf(_disposed, this);
        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        ChannelReader<QmpEvent> reader = _events.Reader;
        try
        {
            do
            {
                // No more than is there: events may come as fast as the predicate refuses them, and the limit holds all
                // the same.
                for (int there = reader.Count; there > 0 && reader.TryRead(out QmpEvent? read); there--)
                {
                    if (_predicate((TEvent)read))
                    {
                        return (TEvent)read;
                    }

                    _others++;
                }
            } while (await reader.WaitToReadAsync(clock.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e) when (e.CancellationToken == clock.Token)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TimedOut(limit, e);
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        throw QmpConnection.Ended($"{typeof(TEvent).Name} did not come", cause: null);
    }

    /// <summary>Gives the expectation up. A wait for it ends with an <see cref="ObjectDisposedException"/>. May be
    /// called more than once.</summary>
    public void Dispose()
    {
        _disposed = true;
        _events.Dispose();
    }

    private QmpTimeoutException TimedOut(TimeSpan limit, Exception cause)
    {
        string others = (_others, _events.Dropped) switch
        {
            (0, _) =>
                "None has come since it was expected: the guest has not done what would cause it (without a running guest system it never will), "
                    + "or the event came before Expect was called. Call Expect before the command.",
            (int count, 0) => $"{count} came that the predicate did not take.",
            (int count, long lost) =>
                $"{count} came that the predicate did not take, and {lost} were lost because the wait began too late.",
        };
        string missed =
            _events.Interruptions > 0
                ? " The connection was lost meanwhile, and QEMU keeps no events for a client that is not connected: query the state instead."
                : "";
        return new QmpTimeoutException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{typeof(TEvent).Name} did not come within {limit.TotalSeconds:0.###} s. {others}{missed}"
            ),
            cause
        );
    }
}
