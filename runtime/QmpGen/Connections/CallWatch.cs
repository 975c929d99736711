namespace QmpGen;

/// <summary>The timeout and cancellation of a call.</summary>
internal sealed class CallWatch : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenRegistration _expiration;
    private readonly CancellationTokenRegistration _cancellation;

    /// <summary>Starts the timeout.</summary>
    /// <param name="onExpired">Ends the call after the timeout.</param>
    /// <param name="onCanceled">Ends the call after a cancellation.</param>
    /// <param name="timeout">The timeout, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">A token that cancels the call.</param>
    public CallWatch(Action onExpired, Action onCanceled, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            _timer = new CancellationTokenSource(timeout);
            _expiration = _timer.Token.UnsafeRegister(static run => ((Action)run!)(), onExpired);
        }

        _cancellation = cancellationToken.UnsafeRegister(static run => ((Action)run!)(), onCanceled);
    }

    /// <summary>Stops the watch, without waiting for a callback that is running.</summary>
    public void Dispose()
    {
        _cancellation.Unregister();
        _expiration.Unregister();
        _timer?.Dispose();
    }
}
