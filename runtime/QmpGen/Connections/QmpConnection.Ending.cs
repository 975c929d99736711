using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <content>The end of the connection, which completes all pending calls.</content>
internal sealed partial class QmpConnection
{
    // The maximum time to finish a request, to read responses that have arrived, and to send a close notification.
    private static readonly TimeSpan s_gracePeriod = TimeSpan.FromSeconds(1);

    /// <summary>A callback that runs once when the connection ends, before any caller is notified.</summary>
    public Action<QmpConnection>? Ending { get; set; }

    /// <summary>A task that completes when all calls and the receive loop have completed.</summary>
    public Task Closed => _closed.Task;

    public bool HasEnded => _calls.HasEnded;

    /// <summary>The reason that the connection ended, or null if it is open or this program closed it.</summary>
    public QmpException? Cause => _calls.Cause;

    /// <summary>The cause that later calls report; null for <see cref="Cause"/>.</summary>
    public QmpException? FinalCause { private get; set; }

    /// <summary>The number of calls that were pending when the connection ended.</summary>
    public int LostCallCount { get; private set; }

    public async ValueTask DisposeAsync()
    {
        // The receive loop would also end the connection, but it may not have been started.
        await EndAsync(null, isPeerGone: false).ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
    }

    /// <summary>Ends the connection.</summary>
    /// <remarks>Only the first call has an effect. All pending calls receive its cause.</remarks>
    /// <param name="cause">The reason, or null if this program closes the connection.</param>
    /// <param name="isPeerGone">Whether the peer closed the connection.</param>
    private async Task EndAsync(QmpException? cause, bool isPeerGone)
    {
        if (!_calls.TryEnd(cause, out QmpCall[] pending))
        {
            return;
        }

        LostCallCount = pending.Count(call => !call.IsDecided);
        Ending?.Invoke(this);
        foreach (QmpCall call in pending)
        {
            End(call, cause, isPeerGone);
        }

        _conversation.OnEnded(cause);
        try
        {
            await CloseAsync(isOrderly: cause is null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogCloseFailed(_endpoint, e);
        }

        await BoundedWait.ForAsync(_receiving, s_gracePeriod).ConfigureAwait(false);
        if (_tap is not null)
        {
            await BoundedWait.ForAsync(_tap.DrainAsync(), s_gracePeriod).ConfigureAwait(false);
        }

        _closed.TrySetResult(true);
    }

    private static void End(QmpCall call, QmpException? cause, bool isPeerGone)
    {
        // QEMU may exit before it responds to 'quit', and a guest may shut down before the write completes. In both
        // cases, the call succeeded.
        if (call.IsSent && isPeerGone && (call.IsQuit || !call.ExpectsResponse))
        {
            call.TryComplete(QmpResponse.Empty);
        }
        else
        {
            string failure = call.IsSent ? "received no response" : "was not sent";
            call.TryFail(ConnectionEnded.CreateException($"'{call.Command}' {failure}", cause));
        }
    }

    /// <summary>Closes the transport.</summary>
    /// <param name="isOrderly">Whether to finish the current request first and to send a close notification.</param>
    private async Task CloseAsync(bool isOrderly)
    {
        if (isOrderly)
        {
            await BoundedWait.ForAsync(_writing, s_gracePeriod).ConfigureAwait(false);
            if (_writing.IsCompleted)
            {
                await Transport
                    .ShutdownAsync()
                    .WaitAsync(s_gracePeriod)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            await Transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task CancelAsync()
    {
        if (!Transport.IsPolled)
        {
            // The stream of a user may run any code.
            return _stop.CancelAsync();
        }

        _stop.Cancel();
        return Task.CompletedTask;
    }

    [LoggerMessage(11, LogLevel.Debug, "Failed to close the stream of {Endpoint}.")]
    private partial void LogCloseFailed(QmpEndpoint endpoint, Exception exception);
}
