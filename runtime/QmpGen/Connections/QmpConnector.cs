using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Makes connections that are ready for commands.</summary>
/// <param name="endpoint">Where to.</param>
/// <param name="options">How.</param>
/// <param name="bindings">What the client was made from.</param>
/// <param name="events">Where events go.</param>
/// <param name="logger">The user's logger, behind a queue.</param>
internal sealed class QmpConnector(
    QmpEndpoint endpoint,
    QmpClientOptions options,
    QmpBindings bindings,
    QmpEvents events,
    QmpLogger logger
)
{
    // A QEMU that is still starting greets twice, and does not do so for long.
    private const int MaxAttempts = 10;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly TransportOptions _transportOptions = TransportOptions.From(options);

    /// <summary>Connects and makes ready for commands, all within the options' time.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="QmpConnectionException">Nobody answers, the connection ended, or the options require what the
    /// peer does not offer.</exception>
    /// <exception cref="QmpProtocolException">Who answers does not speak QMP.</exception>
    /// <exception cref="QmpTimeoutException">It took too long.</exception>
    public async Task<(QmpConnection Connection, QmpGreeting Greeting)> ConnectAsync(
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        for (int attempts = 1; ; attempts++)
        {
            if (
                await TryConnectAsync(limit, mayTryAgain: attempts < MaxAttempts, cancellationToken)
                    .ConfigureAwait(false) is
                { } connected
            )
            {
                return connected;
            }

            await Task.Delay(s_pause, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Connects once.</summary>
    /// <returns>Null where the peer had not come to itself yet, so that it is to be tried again.</returns>
    private async Task<(QmpConnection Connection, QmpGreeting Greeting)?> TryConnectAsync(
        CancellationTokenSource limit,
        bool mayTryAgain,
        CancellationToken cancellationToken
    )
    {
        QmpHandshake handshake = QmpHandshake.With(bindings.Peer);
        QmpConnection? connection = null;
        try
        {
            Stream stream = await endpoint.OpenAsync(_transportOptions, limit.Token).ConfigureAwait(false);
            connection = new QmpConnection(stream, endpoint, options, bindings, events, logger);

            // There are streams that heed no cancellation. What becomes of their handshakes after this wait, nobody
            // wants to know.
            Task<QmpGreeting> greeted = handshake.RunAsync(connection, options, limit.Token);
            _ = greeted.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            return (connection, await greeted.WaitAsync(limit.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException && limit.IsCancellationRequested)
            {
                throw TimedOut(handshake, e);
            }

            if (connection is { GreetedAgain: true } && mayTryAgain && endpoint.IsReusable)
            {
                return null;
            }

            if (
                e is QmpConnectionException
                && connection is { Greeting.IsCompletedSuccessfully: false }
                && endpoint.ExplainNoGreeting(_transportOptions) is { } hint
            )
            {
                throw new QmpConnectionException($"{e.Message} {hint}", e);
            }

            throw;
        }
    }

    private QmpTimeoutException TimedOut(QmpHandshake handshake, Exception cause) =>
        new(
            $"Waited {options.ConnectTimeout.TotalSeconds:0.###} s for {handshake.Stage} ({endpoint}). {endpoint.ExplainSilence(_transportOptions, handshake.UsualCause)}",
            cause
        );
}
