using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <content>Reconnecting after a lost connection.</content>
public sealed partial class QmpSession
{
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

            LogReconnecting(connection.Cause!.Message);
            Events.Interrupt(connection.Cause);
            if (await ReconnectAsync(_options.Reconnect!).ConfigureAwait(false) is not { } next)
            {
                End(_disposing.IsCancellationRequested ? null : connection.Cause);
                return;
            }

            Adopt(next);
            QmpTelemetry.CountReconnection();
            LogReconnected();
            if (_disposing.IsCancellationRequested)
            {
                await next.Connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tries to connect until the policy ends the attempts.</summary>
    /// <returns>The new connection, or null if all attempts failed.</returns>
    private async Task<(QmpConnection Connection, QmpGreeting Greeting)?> ReconnectAsync(QmpReconnectPolicy policy)
    {
        long start = Stopwatch.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                double jitter = 1 - (Random.Shared.NextDouble() / 4);
                await Task.Delay(policy.GetDelay(attempt) * jitter, _disposing.Token).ConfigureAwait(false);
                if (
                    attempt > 1
                    && policy.GiveUpAfter != Timeout.InfiniteTimeSpan
                    && Stopwatch.GetElapsedTime(start) > policy.GiveUpAfter
                )
                {
                    return null;
                }

                return await _connector.ConnectAsync(_disposing.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                LogAttemptFailed(e.Message);
                if (!Endpoint.IsReusable)
                {
                    return null;
                }
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Reconnecting after a lost connection: {Cause}")]
    private partial void LogReconnecting(string cause);

    [LoggerMessage(2, LogLevel.Information, "Reconnected.")]
    private partial void LogReconnected();

    [LoggerMessage(3, LogLevel.Information, "An attempt to reconnect failed: {Cause}")]
    private partial void LogAttemptFailed(string cause);
}
