namespace QmpGen.Operations;

/// <summary>Wakes an operation when an event shows that it must query the state again.</summary>
/// <remarks>It buffers events from its creation on, so create it before sending the command. Use it from one
/// operation.</remarks>
internal sealed class EventSignal : IDisposable
{
    private readonly QmpSubscription<QmpRawEvent> _events;
    private readonly IAsyncEnumerator<QmpRawEvent> _enumerator;
    private readonly Func<QmpRawEvent, bool> _observe;
    private Task<bool> _next;
    private bool _hasEnded;

    /// <summary>Subscribes to events.</summary>
    /// <param name="client">The client.</param>
    /// <param name="observe">Receives each event, and returns whether it belongs to the operation.</param>
    /// <param name="wireNames">The wire names of the events.</param>
    public EventSignal(QmpClient client, Func<QmpRawEvent, bool> observe, params IReadOnlyList<string> wireNames)
    {
        _events = client.SubscribeRaw(wireNames);
        _enumerator = _events.GetAsyncEnumerator();
        _next = _enumerator.MoveNextAsync().AsTask();
        _observe = observe;
    }

    /// <summary>Waits for an event of the operation, but not longer than an interval.</summary>
    /// <remarks>Events that were received together cause one wake-up. When no more events can be received, it only
    /// waits for the interval: the next command throws the cause.</remarks>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = Task.Delay(interval, timer.Token);
        bool isSignaled = false;
        while (!isSignaled && !delay.IsCompleted)
        {
            await Task.WhenAny(_hasEnded ? delay : _next, delay).ConfigureAwait(false);
            isSignaled = await ObserveReceivedAsync().ConfigureAwait(false);
        }

        await timer.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Observes the events that were received until now, and stops buffering.</summary>
    public async Task DrainAsync()
    {
        Dispose();
        while (!_hasEnded)
        {
            await Task.WhenAny(_next).ConfigureAwait(false);
            await ObserveReceivedAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops buffering events.</summary>
    public void Dispose() => _events.Dispose();

    private async Task<bool> ObserveReceivedAsync()
    {
        bool isSignaled = false;
        while (_next.IsCompleted && !_hasEnded)
        {
            // Reading the exception marks it as observed.
            _hasEnded = _next.Exception is not null || !await _next.ConfigureAwait(false);
            if (!_hasEnded)
            {
                isSignaled |= _observe(_enumerator.Current);
                _next = _enumerator.MoveNextAsync().AsTask();
            }
        }

        return isSignaled;
    }
}
