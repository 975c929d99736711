using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Creates connections that are ready for calls.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="options">The options of the client.</param>
/// <param name="bindings">The bindings of the client.</param>
/// <param name="events">The receiver of events.</param>
/// <param name="logger">The logger.</param>
/// <param name="log">The log of what peers cause.</param>
/// <param name="enumTexts">The unknown enum texts that the client can still add.</param>
internal sealed partial class QmpConnector(
    QmpEndpoint endpoint,
    QmpClientOptions options,
    QmpBindings bindings,
    QmpEvents events,
    QmpLogger logger,
    RepeatedEventLog log,
    EnumTextQuota enumTexts
)
{
    private readonly QmpLogger _logger = logger;
    private readonly TransportOptions _transport = TransportOptions.From(options);

    private static readonly TimeSpan s_firstRetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_maxRetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects and performs the handshake within <see cref="QmpClientOptions.ConnectTimeout"/>.</summary>
    /// <param name="waitsForPeer">Whether to retry failures that waiting can cure.</param>
    /// <param name="cancellationToken">Cancels connecting.</param>
    /// <exception cref="QmpConnectionException">The connection failed or ended, or the peer does not support what the
    /// options require.</exception>
    /// <exception cref="QmpProtocolException">The peer does not speak QMP.</exception>
    /// <exception cref="QmpTimeoutException">Connecting timed out.</exception>
    public async Task<(QmpConnection Connection, QmpGreeting Greeting)> ConnectAsync(
        bool waitsForPeer,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(options.ConnectTimeout);
        QmpException? lastFailure = null;
        for (TimeSpan delay = s_firstRetryDelay; ; delay = Min(delay * 2, s_maxRetryDelay))
        {
            QmpConversation conversation = QmpConversation.Create(bindings, events, endpoint, log, enumTexts);
            try
            {
                (QmpConnection, QmpGreeting) result = await ConnectOnceAsync(conversation, timer, cancellationToken)
                    .ConfigureAwait(false);
                if (waitsForPeer && lastFailure is not null)
                {
                    LogFound(endpoint);
                }

                return result;
            }
            catch (QmpConnectionException e)
                when (endpoint.IsReusable && (conversation.IsPeerStarting || (waitsForPeer && e.IsTransient)))
            {
                if (waitsForPeer && e.Message != lastFailure?.Message)
                {
                    LogWaiting(endpoint, e.Reason);
                }

                lastFailure = e;
            }
            catch (QmpTimeoutException e) when (lastFailure is not null && timer.IsCancellationRequested)
            {
                throw conversation.HasStarted
                    ? new QmpTimeoutException($"{e.Message} Cause of the earlier failure: {lastFailure.Reason}", e)
                    : CreateTimeoutException(lastFailure);
            }

            await Task.Delay(delay, timer.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested)
            {
                throw CreateTimeoutException(lastFailure);
            }
        }
    }

    private async Task<(QmpConnection Connection, QmpGreeting Greeting)> ConnectOnceAsync(
        QmpConversation conversation,
        CancellationTokenSource timer,
        CancellationToken cancellationToken
    )
    {
        QmpConnection? connection = null;
        try
        {
            Stream stream = await endpoint.OpenAsync(_transport, timer.Token).ConfigureAwait(false);
            connection = new QmpConnection(new QmpTransport(stream), conversation, endpoint, options, _logger);

            // Some streams ignore cancellation, so the handshake may be abandoned.
            Task<QmpGreeting> handshake = conversation.StartAsync(connection, options, timer.Token);
            AbandonedTask.ObserveException(handshake);
            QmpGreeting greeting = await handshake.WaitAsync(timer.Token).ConfigureAwait(false);
            connection.OnHandshake(bindings, greeting);
            if (options.LoadSchema ?? connection.Schema.IsUnknown)
            {
                await LoadSchemaAsync(connection.Schema, conversation, timer.Token).ConfigureAwait(false);
            }

            return (connection, greeting);
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

            if (connection is not null && e is QmpException failure)
            {
                throw Explain(failure, conversation);
            }

            throw;
        }
    }

    private async Task LoadSchemaAsync(
        PeerSchema schema,
        QmpConversation conversation,
        CancellationToken cancellationToken
    )
    {
        conversation.HandshakeStage = "the schema";
        try
        {
            _ = await schema.LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (QmpCommandException e)
        {
            LogNoSchema(endpoint, e.Message);
        }
    }

    /// <summary>Adds the endpoint, and what it knows about the reason, to a failure of the handshake.</summary>
    private QmpException Explain(QmpException failure, QmpConversation conversation)
    {
        string subject = $"Cannot connect to {endpoint}";
        return
            failure is QmpConnectionException { IsTransient: true }
            && !conversation.HasReceivedData
            && endpoint.ExplainNoGreeting(_transport) is (var reason, var isTransient)
            ? new QmpConnectionException($"{subject}. {failure.Message} {reason}", failure)
            {
                IsTransient = isTransient,
                Reason = $"{failure.Message} {reason}",
            }
            : ConnectionEnded.CreateException(subject, failure);
    }

    private QmpTimeoutException CreateTimeoutException(QmpConversation conversation, Exception cause)
    {
        string explanation = conversation.HasReceivedData
            ? conversation.SilenceCause
            : endpoint.ExplainSilence(_transport, conversation.SilenceCause);
        return new(
            $"Timed out after {options.ConnectTimeout.TotalSeconds:0.###} s while waiting for "
                + $"{conversation.HandshakeStage} on {endpoint}. {explanation}",
            cause
        );
    }

    private QmpTimeoutException CreateTimeoutException(QmpException lastFailure) =>
        new(
            $"Timed out after {options.ConnectTimeout.TotalSeconds:0.###} s while waiting for a peer at {endpoint} "
                + $"({nameof(QmpClientOptions)}.{nameof(QmpClientOptions.ConnectTimeout)}). "
                + $"Cause of the last failure: {lastFailure.Reason}",
            lastFailure
        );

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    [LoggerMessage(4, LogLevel.Information, "Waiting for a peer at {Endpoint}: {Cause}")]
    private partial void LogWaiting(QmpEndpoint endpoint, string cause);

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "Calls to {Endpoint} are not checked before they are sent, because it did not return a schema: {Cause}"
    )]
    private partial void LogNoSchema(QmpEndpoint endpoint, string cause);

    [LoggerMessage(9, LogLevel.Information, "Connected to {Endpoint} after waiting.")]
    private partial void LogFound(QmpEndpoint endpoint);
}
