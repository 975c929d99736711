using System.Buffers;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The protocol of a guest agent, which matches responses by sync tokens around each request.</summary>
/// <remarks>An agent sends no greeting, and its channel may still hold responses to earlier clients. The handshake
/// therefore requests a sync token and skips everything before the token's response.</remarks>
internal sealed class GuestAgentConversation : QmpConversation
{
    // Some agents keep only 53 bits of an integer. The tokens of the calls count up from here.
    private readonly long _firstToken = Random.Shared.NextInt64(1, 1L << 52);
    private readonly NoiseLimit _noise = new();
    private readonly SyncTokenTracker _tracker;

    public GuestAgentConversation(
        QmpBindings bindings,
        QmpEndpoint endpoint,
        RepeatedEventLog log,
        EnumTextQuota enumTexts
    )
        : base(new QmpCallTable(keepsCanceledCalls: false), bindings, endpoint, log, enumTexts) =>
        _tracker = new SyncTokenTracker(_firstToken);

    public override string PeerName => "the guest agent";

    public override string VersionedPeerName => PeerName;

    public override string SlowResponseCauses => "The usual causes are a slow earlier command and a suspended guest.";

    public override string SilenceCause =>
        HasReceivedData
            ? "The peer sent other data. Either the peer is a monitor or a console instead of a guest agent, "
                + "or the guest floods the channel."
            : "The usual causes are a guest that does not run the agent, and another client such as libvirt, because a "
                + "channel serves one client at a time. Check in the guest that qemu-ga runs "
                + "(systemctl status qemu-guest-agent), and disconnect other clients.";

    public override bool SupportsDescriptors => false;

    public override QmpFramer CreateFramer(int maxMessageBytes) =>
        new(MessageLimit.FromOption(maxMessageBytes), _noise);

    public override void EncodeRequest(QmpCall call, IBufferWriter<byte> output) =>
        _tracker.EncodeRequests(call, output);

    /// <summary>Processes a message, and skips the partial responses that a restarted agent leaves behind.</summary>
    public override void OnMessage(ReadOnlySpan<byte> json, bool isDelimited)
    {
        QmpMessage message = default;
        bool isValid = JsonValidator.IsValid(json) && QmpMessage.TryParse(json, isDelimited, out message);
        if (isValid && _tracker.TryAdvance(message))
        {
            _noise.Reset();
            CompleteCalls();
        }
        else if (!isValid || !_tracker.TryKeepResponse(message))
        {
            _noise.AddObject(json.Length);
        }
    }

    protected override async Task<QmpGreeting> HandshakeAsync(
        IConversationHost host,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.OutOfBand == QmpOutOfBandMode.Required)
        {
            throw new QmpConnectionException(
                "A guest agent does not support out-of-band execution, but the options require it. "
                    + $"Set {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.OutOfBand)} to "
                    + $"{nameof(QmpOutOfBandMode.WhenOffered)} or {nameof(QmpOutOfBandMode.Never)}."
            )
            {
                IsTransient = false,
            };
        }

        HandshakeStage = "the guest agent's response to guest-sync-delimited";
        try
        {
            ArrayBufferWriter<byte> request = new();
            request.Write([QmpFramer.Delimiter]);
            SyncTokenTracker.EncodeRequest(_firstToken, request);
            await host.Transport.WriteAsync(request.WrittenMemory, descriptor: null, cancellationToken)
                .ConfigureAwait(false);
            await SkipToResponseAsync(host.Transport, cancellationToken).ConfigureAwait(false);

            // The caller of ConnectAsync must not continue on the event loop while the loop processes events.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            host.StartReceiving();
            return QmpGreeting.None;
        }
        catch (Exception e) when (e is not (OperationCanceledException or QmpException))
        {
            throw new QmpConnectionException(
                "The connection was lost before the guest agent responded to guest-sync-delimited: "
                    + $"{e.Message.TrimEnd('.')}.",
                e
            );
        }
    }

    /// <summary>Completes the call whose token was received, and fails the calls that the agent lost.</summary>
    private void CompleteCalls()
    {
        if (_tracker.DequeueResponse() is { } response && MatchResponse(_tracker.LastCall) is { } call)
        {
            Complete(call, response);
        }

        foreach (QmpCall lost in Calls.RemoveLost(_tracker.LastCompletedCall))
        {
            lost.TryFail(
                new QmpConnectionException(
                    $"'{lost.Command}' received no response because the guest agent was restarted. "
                        + "It is unknown whether the command was executed."
                )
            );
        }
    }

    private async Task SkipToResponseAsync(QmpTransport transport, CancellationToken cancellationToken)
    {
        SyncResponseScanner scanner = new(_firstToken);
        while (await transport.ReceiveAsync(cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            HasReceivedData = true;
            transport.Input.Add(count);
            ReadOnlyMemory<byte> received = transport.Input.Unread;
            bool isFound = scanner.TrySkipToResponse(ref received);
            transport.Input.KeepUnread(received);
            if (isFound)
            {
                _noise.Reset();
                return;
            }

            _noise.AddBytes(count);
        }

        throw new QmpConnectionException(
            "The peer closed the connection before the guest agent responded to guest-sync-delimited."
        );
    }
}
