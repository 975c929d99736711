using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The protocol of a monitor: greeting, capabilities, events, and responses that repeat the request's
/// id.</summary>
internal sealed partial class MonitorConversation(QmpBindings bindings, QmpEvents events, ILogger logger)
    : QmpConversation(new QmpCallTable(keepsCanceledCalls: true), bindings, logger)
{
    private readonly ILogger _logger = logger;
    private readonly TaskCompletionSource<QmpGreeting> _greeting = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private string _serverVersion = QmpVersion.Unknown.ToString();
    private QmpOutOfBandDialect _dialect;

    public override string PeerName => "QEMU";

    public override string SlowResponseCauses =>
        "The usual causes are a slow earlier command, a main loop that waits for storage, and a suspended process.";

    public override string SilenceCause =>
        "The usual cause is another client, such as libvirt or a forgotten shell: a monitor serves one client "
        + "at a time and does not greet others. Give each client a separate -qmp. A guest agent never greets: "
        + "its channel requires a client that is generated from the agent's schema.";

    public override bool SupportsDescriptors => true;

    public override QmpFramer CreateFramer(int maxMessageBytes) => new(maxMessageBytes);

    public override ReadOnlyMemory<byte> EncodeRequest(QmpCall call) =>
        QmpRequest.Encode(call.Command, call.Arguments, call.Id, call.OutOfBand ? _dialect : null);

    public override void OnMessage(ReadOnlySequence<byte> json, bool isDelimited)
    {
        QmpMessage message = QmpMessage.Parse(json, isDelimited);
        switch (message.Kind)
        {
            case QmpMessageKind.Greeting:
                OnGreeting(QmpGreeting.Parse(message.Payload));
                break;
            case QmpMessageKind.Event:
                OnEvent(message);
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error when !message.HasId:
                CompleteWithoutId(message);
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error:
                Complete(message.Id is { } id ? MatchResponse(id) : null, message);
                break;
            default:
                OnUnknownMessage(message);
                break;
        }
    }

    public override void OnEnded(QmpException? cause)
    {
        if (_greeting.TrySetException(ConnectionEnded.CreateException("QEMU's greeting was not received", cause)))
        {
            // Observes the exception: the handshake may have stopped waiting.
            _ = _greeting.Task.Exception;
        }
    }

    protected override async Task<QmpGreeting> HandshakeAsync(
        IConversationHost host,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        HandshakeStage = "QEMU's greeting";
        host.StartReceiving();
        QmpGreeting greeting = await _greeting.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        host.Transport.OnGreeting(greeting.Version);
        HandshakeStage = "the response to qmp_capabilities";
        await NegotiateAsync(host, greeting, options, cancellationToken).ConfigureAwait(false);
        return greeting;
    }

    private async Task NegotiateAsync(
        IConversationHost host,
        QmpGreeting greeting,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.OutOfBand == QmpOutOfBandMode.Required && !greeting.OffersOutOfBand)
        {
            throw new QmpConnectionException(
                $"QEMU {greeting.Version} does not offer out-of-band execution on this monitor, but the options "
                    + "require it. QEMU 2.12 to 3.1 offers it with -mon …,mode=control,x-oob=on. "
                    + "Later versions offer it if the monitor's chardev can use a separate I/O thread."
            )
            {
                IsTransient = false,
            };
        }

        // QEMU before 2.12 rejects the argument 'enable'.
        bool enableOutOfBand = greeting.OffersOutOfBand && options.OutOfBand != QmpOutOfBandMode.Never;
        try
        {
            byte[] arguments = enableOutOfBand ? """{"enable":["oob"]}"""u8.ToArray() : [];
            await host.RequestAsync("qmp_capabilities", arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (QmpCommandException e)
        {
            throw new QmpConnectionException(
                $"QEMU {greeting.Version} rejected the negotiation of capabilities: {e.Message}",
                e
            )
            {
                IsTransient = false,
            };
        }

        if (enableOutOfBand)
        {
            _dialect = options.OutOfBandDialect ?? MonitorDialect.GetOutOfBandDialect(greeting.Version);
            Calls.Window = MonitorDialect.GetWindow(greeting.Version);
            OutOfBandEnabled = true;
        }
    }

    /// <summary>Stores the greeting. A QEMU that is still starting can send a second one, after it forgot the
    /// session.</summary>
    private void OnGreeting(QmpGreeting greeting)
    {
        if (!_greeting.TrySetResult(greeting))
        {
            IsPeerStarting = true;
            throw new QmpConnectionException(
                "QEMU sent a second greeting and has forgotten this session. It was probably still starting. "
                    + "Connect again."
            );
        }

        HasGreeting = true;
        _serverVersion = greeting.Version.ToString();
    }

    private void OnEvent(QmpMessage message)
    {
        if (message.EventName == "COMMAND_DROPPED")
        {
            // QEMU 2.12 to 3.1 send it to all monitors. They drop nothing of a client that keeps the window.
            LogDropped(Encoding.UTF8.GetString(message.Data.Span));
        }

        events.Publish(message.EventName, message.Data, message.Timestamp, _serverVersion);
    }

    /// <summary>Completes the call of a response without an id.</summary>
    /// <remarks>QEMU sends it for requests that it cannot parse. QEMU 2.12 also sends it for requests that it rejects
    /// before execution.</remarks>
    private void CompleteWithoutId(QmpMessage response)
    {
        QmpCall[] inFlight = Calls.GetInFlight();
        string description = response.Kind == QmpMessageKind.Error ? response.ReadError().Description : "";
        QmpCall? rejected = FindRejected(inFlight, description);
        if (rejected is null && inFlight.Length > 0)
        {
            throw new QmpProtocolException(
                $"The peer sent a response without an id while {inFlight.Length} calls were in flight, "
                    + "so its call is unknown: "
                    + (description.Length > 0 ? description : "it is not an error")
            );
        }

        Complete(rejected is null ? null : MatchResponse(rejected.Id), response);
    }

    /// <summary>Finds the call of an error without an id: the only call, or the one whose command the error
    /// names.</summary>
    /// <remarks>QEMU 2.12 has two such errors for a well-formed request. Calls of one command get the same error, so it
    /// does not matter which of them is found.</remarks>
    private static QmpCall? FindRejected(QmpCall[] inFlight, string description)
    {
        return inFlight is [QmpCall only] ? only : inFlight.FirstOrDefault(IsNamed);

        bool IsNamed(QmpCall call)
        {
            // QEMU 2.12 omits U+0000.
            string name = call.Command.Replace("\0", "", StringComparison.Ordinal);
            return description == $"The command {name} has not been found"
                || (call.OutOfBand && description == $"The command {name} does not support OOB");
        }
    }

    /// <summary>Skips a message of an unknown kind. If it has the id of a call, that call receives no other
    /// response.</summary>
    private void OnUnknownMessage(QmpMessage message)
    {
        LogUnknownMessage();
        QmpCall? call = message.Id is { } id ? MatchResponse(id) : null;
        call?.TryFail(
            new QmpProtocolException($"The response to '{call.Command}' contains neither 'return' nor 'error'.")
        );
    }

    [LoggerMessage(24, LogLevel.Information, "QEMU dropped a command of another client: {Data}.")]
    private partial void LogDropped(string data);

    [LoggerMessage(22, LogLevel.Warning, "Discarded a message that is not a greeting, event, return or error.")]
    private partial void LogUnknownMessage();
}
