using System.Globalization;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>An event that is waited for: armed when it is made, so that nothing which comes before the wait is missed.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <remarks>
/// The event that a command causes comes before the command's own answer, so arm first and send then. The predicate runs where
/// <see cref="WithinAsync"/> is awaited, never on the connection's reader loop. To be awaited by one caller at a time.
/// </remarks>
public sealed class QmpExpectation<TEvent> : IDisposable
    where TEvent : QmpEvent
{
    private readonly QmpEventSubscription _subscription;
    private readonly Func<TEvent, bool> _predicate;
    private int _others;
    private volatile bool _disposed;

    internal QmpExpectation(QmpEventStream events, Func<TEvent, bool>? predicate)
    {
        _subscription = events.Subscribe(static read => read is TEvent, CancellationToken.None);
        _predicate = predicate ?? (static _ => true);
    }

    /// <summary>Waits for the event. May be called again: for the next such event, or after a limit has passed.</summary>
    /// <param name="limit">How long to wait, from now on. There is always a limit, since a guest may never do what it is asked to.</param>
    /// <param name="cancellationToken">Gives up the wait, not the expectation.</param>
    /// <returns>The first event that came since the expectation was armed and fits the predicate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or longer than 24 days.</exception>
    /// <exception cref="QmpTimeoutException">The limit has passed.</exception>
    /// <exception cref="QmpConnectionException">The connection ended.</exception>
    /// <exception cref="QmpProtocolException">The connection ended because the peer broke the protocol.</exception>
    /// <exception cref="ObjectDisposedException">The expectation was given up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TEvent> WithinAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit.TotalMilliseconds, int.MaxValue, nameof(limit));
        ObjectDisposedException.ThrowIf(_disposed, this);
        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        ChannelReader<QmpEvent> reader = _subscription.Reader;
        try
        {
            do
            {
                while (reader.TryRead(out QmpEvent? read))
                {
                    if (_predicate((TEvent)read))
                        return (TEvent)read;

                    _others++;
                }
            }
            while (await reader.WaitToReadAsync(clock.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e) when (e.CancellationToken == clock.Token)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TimedOut(limit, e);
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        throw QmpConnection.Ended($"{typeof(TEvent).Name} did not come", cause: null);
    }

    /// <summary>Gives the expectation up. A wait for it ends with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _disposed = true;
        _subscription.Dispose();
    }

    private QmpTimeoutException TimedOut(TimeSpan limit, Exception cause)
    {
        string others = (_others, _subscription.Dropped) switch
        {
            (0, _) => "None has come since it was expected: the guest has not done what would cause it (without a running guest system it never will), "
                + "or the event came before Expect was called. Call Expect before the command.",
            (int count, 0) => $"{count} came that the predicate did not take.",
            (int count, long lost) => $"{count} came that the predicate did not take, and {lost} were lost because the wait began too late.",
        };
        return new QmpTimeoutException(
            string.Create(CultureInfo.InvariantCulture, $"{typeof(TEvent).Name} did not come within {limit.TotalSeconds:0.###} s. {others}"), cause);
    }
}
