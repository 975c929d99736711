using System.Buffers;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The protocol of a monitor: greeting, capabilities, events, and responses that repeat the request's
/// id.</summary>
internal sealed partial class MonitorConversation(
    QmpBindings bindings,
    QmpEvents events,
    QmpEndpoint endpoint,
    RepeatedEventLog log,
    EnumTextQuota enumTexts
) : QmpConversation(new QmpCallTable(keepsCanceledCalls: true), bindings, endpoint, log, enumTexts)
{
    private readonly ILogger _logger = log;
    private readonly QmpEndpoint _endpoint = endpoint;
    private readonly ScheduledResult<QmpGreeting> _greeting = new();
    private QmpFramer? _framer;
    private MessageLimit _limit;
    private string _versionedPeerName = "QEMU";
    private QmpOutOfBandDialect _dialect;

    public override string PeerName => "QEMU";

    public override string VersionedPeerName => _versionedPeerName;

    public override string SlowResponseCauses =>
        "The usual causes are a slow earlier command, a main loop that waits for storage, and a suspended process.";

    public override string SilenceCause =>
        HasReceivedData
            ? $"{VersionedPeerName} sent its greeting but does not execute commands yet: it is still starting or "
                + "is suspended. While starting, it may preallocate memory or wait for the client of a chardev with "
                + "wait=on. Connect the chardev's client, or raise "
                + $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.ConnectTimeout)}."
            : "The usual cause is another client, such as libvirt or a forgotten shell: a monitor serves one client "
                + "at a time and sends no greeting to others. Give each client a separate -qmp. A QEMU that is "
                + "suspended or still starting also sends no greeting, for example while a chardev with wait=on waits "
                + "for its client. A guest agent never sends one: use a client that is generated from the agent's "
                + "schema.";

    public override bool SupportsDescriptors => true;

    public override QmpFramer CreateFramer(int maxMessageBytes)
    {
        _limit = MessageLimit.FromOption(maxMessageBytes);
        return _framer = new QmpFramer(_limit.Bytes < MessageLimit.Greeting.Bytes ? _limit : MessageLimit.Greeting);
    }

    public override void EncodeRequest(QmpCall call, IBufferWriter<byte> output) =>
        QmpRequest.Encode(output, call.Command, call.Arguments, call.Id, call.OutOfBand ? _dialect : null);

    public override void OnMessage(ReadOnlySpan<byte> json, bool isDelimited)
    {
        QmpMessage message = QmpMessage.Parse(json, isDelimited);
        if (message.Kind != QmpMessageKind.Event)
        {
            // After a response, the caller can rely on the events that the command caused.
            events.Deliver();
        }

        switch (message.Kind)
        {
            case QmpMessageKind.Greeting:
                OnGreeting(QmpGreeting.Parse(message.Payload.ToArray()));
                break;
            case QmpMessageKind.Event:
                OnEvent(message.Event);
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error when !message.HasId:
                CompleteWithoutId(message.CopyResponse());
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error:
                OnResponse(message);
                break;
            default:
                OnUnknownMessage(message.Id);
                break;
        }
    }

    public override void OnMessagesProcessed() => events.Deliver();

    public override void OnEnded(QmpException? cause)
    {
        base.OnEnded(cause);
        if (_greeting.TrySetException(ConnectionEnded.CreateException("QEMU's greeting was not received", cause)))
        {
            // The handshake may have stopped waiting.
            AbandonedTask.ObserveException(_greeting.Task);
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
                    + "require it. QEMU 2.12 to 3.1 offers it with -mon …,mode=control,x-oob=on "
                    + "(QemuProcessOptions.ExperimentalOutOfBand or "
                    + $"{nameof(QmpListener)}.{nameof(QmpListener.ExperimentalOutOfBandArguments)}). "
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

    /// <summary>Stores the greeting.</summary>
    /// <remarks>A QEMU that is still starting can forget the session and send a second greeting.</remarks>
    private void OnGreeting(QmpGreeting greeting)
    {
        if (!_greeting.TrySetResult(greeting))
        {
            IsPeerStarting = true;
            throw new QmpConnectionException(
                "QEMU sent a second greeting, which ends this session. QEMU was probably still starting. "
                    + "Connect again."
            );
        }

        _framer!.Limit = _limit;
        HasReceivedData = true;
        _versionedPeerName = $"{PeerName} {greeting.Version}";
    }

    private void OnEvent(ReceivedEvent received)
    {
        if (received.Name.SequenceEqual("COMMAND_DROPPED"u8))
        {
            // QEMU 2.12 to 3.1 send it to all monitors. They never drop a request of a client that respects the window.
            LogDropped(_endpoint, PeerText.Shorten(received.Data));
        }

        events.Publish(received, VersionedPeerName);
    }

    private void OnResponse(QmpMessage message)
    {
        if (message.Id is { } id && MatchResponse(id) is { } call)
        {
            Complete(call, message.CopyResponse());
        }
        else
        {
            OnUnknownResponse(message.Id);
        }
    }

    /// <summary>Completes the call of a response without an id.</summary>
    /// <remarks>QEMU sends it for requests that it cannot parse. QEMU 2.12 also sends it for requests that it rejects
    /// before execution.</remarks>
    private void CompleteWithoutId(QmpResponse response)
    {
        QmpCall[] inFlight = Calls.GetInFlight();
        string description = response.IsError ? response.ReadError().Description : "";
        QmpCall? rejected = FindRejected(inFlight, description);
        if (rejected is null && inFlight.Length > 0)
        {
            throw new QmpProtocolException(
                $"The peer sent a response without an id while {inFlight.Length} calls were in flight, "
                    + "so it cannot be matched with a call. "
                    + (
                        description.Length > 0
                            ? $"The error is: {PeerText.Shorten(description)}"
                            : "The response is not an error."
                    )
            );
        }

        if (rejected is not null && MatchResponse(rejected.Id) is { } call)
        {
            Complete(call, response);
        }
        else
        {
            response.Return();
            OnUnknownResponse(id: null);
        }
    }

    /// <summary>Finds the call of an error without an id, by the name of the command in the error.</summary>
    /// <remarks>If only one call is in flight, it is returned. QEMU 2.12 has two such errors for a well-formed request.
    /// Calls of one command receive the same error, so any of them can be returned.</remarks>
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

    /// <summary>Skips a message of an unknown kind.</summary>
    /// <remarks>If the message has the id of a call, the call fails, because QEMU will not send another
    /// response.</remarks>
    private void OnUnknownMessage(long? id)
    {
        LogUnknownMessage(_endpoint);
        QmpCall? call = id is { } number ? MatchResponse(number) : null;
        call?.TryFail(
            new QmpProtocolException($"The response to '{call.Command}' contains neither 'return' nor 'error'.")
        );
    }

    [LoggerMessage(24, LogLevel.Information, "The QEMU at {Endpoint} dropped a command of another client: {Data}.")]
    private partial void LogDropped(QmpEndpoint endpoint, string data);

    [LoggerMessage(
        22,
        LogLevel.Warning,
        "Discarded a message from {Endpoint} that is not a greeting, event, return or error."
    )]
    private partial void LogUnknownMessage(QmpEndpoint endpoint);
}
