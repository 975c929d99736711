using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <content>What follows the loss of a connection: the end, or the next one.</content>
public sealed partial class QmpSession
{
    /// <summary>Goes from one connection to the next until there is none any more.</summary>
    private async Task WatchAsync()
    {
        while (true)
        {
            QmpConnection connection = _connection;
            await connection.Closed.ConfigureAwait(false);
            QmpTelemetry.AddConnections(-1);
            if (!IsToBeMadeAgain(connection))
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

    /// <summary>Connects, as often as it takes.</summary>
    /// <returns>The connection; null where there will be none.</returns>
    private async Task<(QmpConnection Connection, QmpGreeting Greeting)?> ReconnectAsync(QmpReconnectPolicy policy)
    {
        long start = Stopwatch.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await Task.Delay(policy.DelayBefore(attempt) * (1 - (Random.Shared.NextDouble() / 4)), _disposing.Token)
                    .ConfigureAwait(false);
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

    [LoggerMessage(1, LogLevel.Warning, "The QMP connection was lost and is being made again: {Cause}")]
    private partial void LogReconnecting(string cause);

    [LoggerMessage(2, LogLevel.Information, "The QMP connection was made again.")]
    private partial void LogReconnected();

    [LoggerMessage(3, LogLevel.Information, "An attempt to make the QMP connection again has failed: {Cause}")]
    private partial void LogAttemptFailed(string cause);
}
