using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <content>Reconnecting after a lost connection.</content>
public sealed partial class QmpSession
{
    // A logger that blocks must not prevent the client from reconnecting.
    private static readonly TimeSpan s_maxLogDelay = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the end of each connection and reconnects, until the session ends.</summary>
    private async Task WatchAsync()
    {
        while (true)
        {
            QmpConnection connection = _connection;
            await connection.Closed.ConfigureAwait(false);
            QmpTelemetry.AddConnections(-1);
            if (!ShouldReconnect(connection))
            {
                End(connection.Cause);
                return;
            }

            Events.Interrupt(connection.Cause!);
            if (await ReconnectAsync(_options.Reconnect!, connection.Cause!).ConfigureAwait(false) is not { } next)
            {
                return;
            }

            // The log entry comes before anything that the user does with the new connection.
            await BoundedWait.ForAsync(_logger.DrainAsync(), s_maxLogDelay).ConfigureAwait(false);
            Adopt(next);
            QmpTelemetry.CountReconnection();
            if (_disposing.IsCancellationRequested)
            {
                await next.Connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tries to connect until the policy ends the attempts.</summary>
    /// <returns>The new connection, or null if the session has ended.</returns>
    private async Task<(QmpConnection Connection, QmpGreeting Greeting)?> ReconnectAsync(
        QmpReconnectPolicy policy,
        QmpException loss
    )
    {
        long start = Stopwatch.GetTimestamp();
        Exception? lastFailure = null;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                if (lastFailure is not null && policy.HasExpired(elapsed))
                {
                    string limit =
                        $"after {policy.GiveUpAfter.TotalSeconds:0.###} s "
                        + $"({nameof(QmpReconnectPolicy)}.{nameof(QmpReconnectPolicy.GiveUpAfter)})";
                    return StopReconnecting(limit, loss, lastFailure, isTransient: true);
                }

                TimeSpan delay = policy.GetDelay(attempt) * (1 - (Random.Shared.NextDouble() / 4));
                await Task.Delay(policy.LimitDelay(delay, elapsed), _disposing.Token).ConfigureAwait(false);
                (QmpConnection, QmpGreeting) next = await _connector
                    .ConnectAsync(waitsForPeer: false, _disposing.Token)
                    .ConfigureAwait(false);
                LogReconnected(Endpoint, attempt);
                return next;
            }
            catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
            {
                End(null);
                return null;
            }
            catch (Exception e)
            {
                LogFailure(attempt, e, isRepeated: e.Message == lastFailure?.Message);
                if (FindReasonToStop(e) is { } reason)
                {
                    return StopReconnecting(reason, loss, e, isTransient: false);
                }

                lastFailure = e;
            }
        }
    }

    /// <summary>Returns why another attempt cannot succeed, or null if it can.</summary>
    private string? FindReasonToStop(Exception failure) =>
        !Endpoint.IsReusable ? "because the endpoint has been disposed"
        : failure is not QmpException && !Endpoint.RunsUserCode ? "because of an unexpected exception"
        : null;

    /// <summary>Ends the session because it does not reconnect anymore.</summary>
    private (QmpConnection Connection, QmpGreeting Greeting)? StopReconnecting(
        string reason,
        QmpException loss,
        Exception lastFailure,
        bool isTransient
    )
    {
        QmpConnectionException cause = new(
            $"The connection to {Endpoint} was lost, and the client gave up reconnecting {reason}. "
                + $"Cause of the loss: {loss.Message} Cause of the last failure: {ReasonOf(lastFailure)}",
            lastFailure
        )
        {
            IsTransient = isTransient,
        };
        LogGaveUp(Endpoint, reason, ReasonOf(lastFailure));
        End(cause);
        return null;
    }

    /// <summary>Logs a failed attempt. A cause that repeats itself is logged once.</summary>
    private void LogFailure(int attempt, Exception failure, bool isRepeated)
    {
        if (isRepeated)
        {
            LogSameFailure(Endpoint, attempt);
        }
        else
        {
            string reason = ReasonOf(failure);
            LogLevel level = failure is QmpException { IsTransient: true } ? LogLevel.Information : LogLevel.Warning;
            LogAttemptFailed(level, Endpoint, attempt, reason);
        }
    }

    private static string ReasonOf(Exception failure) => (failure as QmpException)?.Reason ?? failure.Message;

    [LoggerMessage(2, LogLevel.Information, "Reconnected to {Endpoint} at attempt {Attempt}.")]
    private partial void LogReconnected(QmpEndpoint endpoint, int attempt);

    [LoggerMessage(EventId = 3, Message = "Attempt {Attempt} to reconnect to {Endpoint} failed: {Cause}")]
    private partial void LogAttemptFailed(LogLevel level, QmpEndpoint endpoint, int attempt, string cause);

    [LoggerMessage(7, LogLevel.Debug, "Attempt {Attempt} to reconnect to {Endpoint} failed for the same reason.")]
    private partial void LogSameFailure(QmpEndpoint endpoint, int attempt);

    [LoggerMessage(8, LogLevel.Error, "Gave up reconnecting to {Endpoint} {Reason}: {Cause}")]
    private partial void LogGaveUp(QmpEndpoint endpoint, string reason, string cause);
}
