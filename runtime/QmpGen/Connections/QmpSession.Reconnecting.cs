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
            await Task.WhenAny(_logger.DrainAsync(), Task.Delay(s_maxLogDelay)).ConfigureAwait(false);
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
                TimeSpan delay = policy.GetDelay(attempt) * (1 - (Random.Shared.NextDouble() / 4));
                if (lastFailure is not null && policy.HasExpired(Stopwatch.GetElapsedTime(start) + delay))
                {
                    string limit =
                        $"after {policy.GiveUpAfter.TotalSeconds:0.###} s "
                        + $"({nameof(QmpReconnectPolicy)}.{nameof(QmpReconnectPolicy.GiveUpAfter)})";
                    return StopReconnecting(limit, loss, lastFailure);
                }

                await Task.Delay(delay, _disposing.Token).ConfigureAwait(false);
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
                LogFailure(attempt, e.Message, isRepeated: e.Message == lastFailure?.Message);
                if (!Endpoint.IsReusable)
                {
                    return StopReconnecting("because the endpoint has been disposed", loss, e);
                }

                lastFailure = e;
            }
        }
    }

    /// <summary>Ends the session because it does not reconnect anymore.</summary>
    private (QmpConnection Connection, QmpGreeting Greeting)? StopReconnecting(
        string reason,
        QmpException loss,
        Exception lastFailure
    )
    {
        QmpConnectionException cause = new(
            $"The connection to {Endpoint} was lost, and the client gave up reconnecting {reason}. "
                + $"Cause of the loss: {loss.Message} Cause of the last failure: {lastFailure.Message}",
            lastFailure
        )
        {
            IsTransient = Endpoint.IsReusable,
        };
        LogGaveUp(Endpoint, reason);
        End(cause);
        return null;
    }

    /// <summary>Logs a failed attempt. A cause that repeats itself is logged once.</summary>
    private void LogFailure(int attempt, string cause, bool isRepeated)
    {
        if (isRepeated)
        {
            LogSameFailure(Endpoint, attempt);
        }
        else
        {
            LogAttemptFailed(Endpoint, attempt, cause);
        }
    }

    [LoggerMessage(2, LogLevel.Information, "Reconnected to {Endpoint} at attempt {Attempt}.")]
    private partial void LogReconnected(QmpEndpoint endpoint, int attempt);

    [LoggerMessage(3, LogLevel.Information, "Attempt {Attempt} to reconnect to {Endpoint} failed: {Cause}")]
    private partial void LogAttemptFailed(QmpEndpoint endpoint, int attempt, string cause);

    [LoggerMessage(7, LogLevel.Debug, "Attempt {Attempt} to reconnect to {Endpoint} failed for the same reason.")]
    private partial void LogSameFailure(QmpEndpoint endpoint, int attempt);

    [LoggerMessage(8, LogLevel.Error, "Gave up reconnecting to {Endpoint} {Reason}. The client is closed.")]
    private partial void LogGaveUp(QmpEndpoint endpoint, string reason);
}
