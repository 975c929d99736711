using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Creates connections that are ready for calls.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="options">The options of the client.</param>
/// <param name="bindings">The bindings of the client.</param>
/// <param name="events">The receiver of events.</param>
/// <param name="logger">The logger.</param>
internal sealed class QmpConnector(
    QmpEndpoint endpoint,
    QmpClientOptions options,
    QmpBindings bindings,
    QmpEvents events,
    QmpLogger logger
)
{
    // A QEMU that is still starting can send two greetings, but only for a short time.
    private const int MaxAttempts = 10;

    private static readonly TimeSpan s_retryDelay = TimeSpan.FromMilliseconds(100);

    private readonly TransportOptions _transportOptions = TransportOptions.From(options);

    /// <summary>Connects and performs the handshake within <see cref="QmpClientOptions.ConnectTimeout"/>.</summary>
    /// <exception cref="QmpConnectionException">The connection failed or ended, or the peer does not support what the
    /// options require.</exception>
    /// <exception cref="QmpProtocolException">The peer does not speak QMP.</exception>
    /// <exception cref="QmpTimeoutException">Connecting timed out.</exception>
    public async Task<(QmpConnection Connection, QmpGreeting Greeting)> ConnectAsync(
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(options.ConnectTimeout);
        for (int attempt = 1; ; attempt++)
        {
            if (
                await TryConnectAsync(timer, mayRetry: attempt < MaxAttempts, cancellationToken)
                    .ConfigureAwait(false) is
                { } connected
            )
            {
                return connected;
            }

            await Task.Delay(s_retryDelay, timer.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Connects once.</summary>
    /// <returns>The connection, or null if the peer was still starting. The caller must retry in this case.</returns>
    private async Task<(QmpConnection Connection, QmpGreeting Greeting)?> TryConnectAsync(
        CancellationTokenSource timer,
        bool mayRetry,
        CancellationToken cancellationToken
    )
    {
        QmpConversation conversation = QmpConversation.Create(bindings, events, logger);
        QmpConnection? connection = null;
        try
        {
            Stream stream = await endpoint.OpenAsync(_transportOptions, timer.Token).ConfigureAwait(false);
            connection = new QmpConnection(new QmpTransport(stream), conversation, endpoint, options, logger);

            // Some streams ignore cancellation, so the handshake may be abandoned.
            Task<QmpGreeting> handshake = conversation.StartAsync(connection, options, timer.Token);
            AbandonedTask.ObserveException(handshake);
            return (connection, await handshake.WaitAsync(timer.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException && timer.IsCancellationRequested)
            {
                throw CreateTimeoutException(conversation, e);
            }

            if (conversation.IsPeerStarting && mayRetry && endpoint.IsReusable)
            {
                return null;
            }

            if (
                e is QmpConnectionException { IsTransient: var isTransient }
                && connection is not null
                && !conversation.HasGreeting
                && endpoint.ExplainNoGreeting(_transportOptions) is { } hint
            )
            {
                throw new QmpConnectionException($"{e.Message} {hint}", e) { IsTransient = isTransient };
            }

            throw;
        }
    }

    private QmpTimeoutException CreateTimeoutException(QmpConversation conversation, Exception cause)
    {
        string explanation = endpoint.ExplainSilence(_transportOptions, conversation.SilenceCause);
        return new(
            $"Timed out after {options.ConnectTimeout.TotalSeconds:0.###} s while waiting for "
                + $"{conversation.HandshakeStage} on {endpoint}. {explanation}",
            cause
        );
    }
}
