using System.Buffers;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The protocol of one kind of peer, on one connection.</summary>
/// <remarks>It performs the handshake, encodes requests and matches responses with calls. The receive loop processes
/// messages, so no method blocks.</remarks>
internal abstract partial class QmpConversation(
    QmpCallTable calls,
    QmpBindings bindings,
    QmpEndpoint endpoint,
    RepeatedEventLog log,
    EnumTextQuota enumTexts
)
{
    private readonly ILogger _logger = log;
    private IConversationHost? _host;

    public QmpCallTable Calls { get; } = calls;

    /// <summary>Whether the connection is open and the handshake has started.</summary>
    public bool HasStarted => _host is not null;

    /// <summary>The name of the peer in exception messages.</summary>
    public abstract string PeerName { get; }

    /// <summary>The peer with its version if it is known, as it appears in messages.</summary>
    public abstract string VersionedPeerName { get; }

    /// <summary>The usual causes of a call's timeout, as a complete sentence.</summary>
    public abstract string SlowResponseCauses { get; }

    /// <summary>The usual causes of a timeout during the handshake, as complete sentences.</summary>
    public abstract string SilenceCause { get; }

    /// <summary>The object of the current wait in the handshake, for exception messages.</summary>
    public string HandshakeStage { get; set; } = "a connection";

    /// <summary>Whether descriptors can be passed to this kind of peer.</summary>
    public abstract bool SupportsDescriptors { get; }

    /// <summary>Whether commands can be executed out-of-band.</summary>
    public bool OutOfBandEnabled { get; protected set; }

    /// <summary>Whether the peer has sent something that belongs to the handshake, or other data.</summary>
    public bool HasReceivedData { get; protected set; }

    /// <summary>Whether the peer was still starting, so that the client must connect again.</summary>
    public bool IsPeerStarting { get; protected set; }

    /// <summary>Whether the peer was asked to exit, so that the end of the connection is expected.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Creates the conversation for the kind of peer that the bindings describe.</summary>
    public static QmpConversation Create(
        QmpBindings bindings,
        QmpEvents events,
        QmpEndpoint endpoint,
        RepeatedEventLog log,
        EnumTextQuota enumTexts
    ) =>
        bindings.Peer is QmpPeer.GuestAgent
            ? new GuestAgentConversation(bindings, endpoint, log, enumTexts)
            : new MonitorConversation(bindings, events, endpoint, log, enumTexts);

    /// <summary>Performs the handshake on a new connection.</summary>
    /// <remarks>Called once.</remarks>
    /// <returns>The greeting.</returns>
    /// <exception cref="QmpConnectionException">The connection ended, or the peer does not support what the options
    /// require.</exception>
    /// <exception cref="QmpProtocolException">The peer does not speak QMP.</exception>
    public Task<QmpGreeting> StartAsync(
        IConversationHost host,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        _host = host;
        return HandshakeAsync(host, options, cancellationToken);
    }

    /// <summary>Creates the framer for the received bytes.</summary>
    public abstract QmpFramer CreateFramer(int maxMessageBytes);

    /// <summary>Encodes the request of a call.</summary>
    /// <remarks>Called once for each call, in the order in which requests are sent.</remarks>
    public abstract void EncodeRequest(QmpCall call, IBufferWriter<byte> output);

    /// <summary>Processes a received message.</summary>
    /// <param name="json">The bytes, which are valid only during this call.</param>
    /// <param name="isDelimited">Whether a 0xFF precedes the message.</param>
    /// <exception cref="QmpException">The connection must be closed.</exception>
    public abstract void OnMessage(ReadOnlySpan<byte> json, bool isDelimited);

    /// <summary>Processes the end of the messages that were received together.</summary>
    public virtual void OnMessagesProcessed() { }

    /// <summary>Processes the end of the connection.</summary>
    /// <param name="cause">The reason, or null if this program closed it.</param>
    public virtual void OnEnded(QmpException? cause) => log.EndConnection();

    /// <summary>Whether a command sends a response when it succeeds.</summary>
    public bool ExpectsResponse(string command) => !bindings.CommandsWithoutResponse.Contains(command);

    /// <summary>Creates the context for reading the result of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="getStopReason">Gets the reason to stop reading, or null for a response that is read at
    /// once.</param>
    public QmpReadContext CreateReadContext(string command, Func<Exception?>? getStopReason) =>
        new()
        {
            Command = command,
            SchemaVersion = bindings.SchemaVersion,
            Peer = VersionedPeerName,
            EnumTexts = enumTexts,
            GetStopReason = getStopReason,
        };

    /// <summary>Processes the start of sending a request.</summary>
    public void OnSending(QmpCall call) => HasQuit |= call.IsQuit;

    protected abstract Task<QmpGreeting> HandshakeAsync(
        IConversationHost host,
        QmpClientOptions options,
        CancellationToken cancellationToken
    );

    /// <summary>Removes the sent call that a response belongs to, or returns null if there is none.</summary>
    protected QmpCall? MatchResponse(long id)
    {
        QmpCall? call = Calls.MatchResponse(id, out bool mustStartSending);
        if (mustStartSending)
        {
            _host?.StartSending();
        }

        return call;
    }

    /// <summary>Reports a response that does not belong to a call.</summary>
    protected void OnUnknownResponse(long? id)
    {
        QmpTelemetry.CountUnknownResponse();
        LogUnknownResponse(endpoint, id);
    }

    /// <summary>Completes a call with its response.</summary>
    protected void Complete(QmpCall call, QmpResponse response)
    {
        if (response.IsError && call.IsQuit)
        {
            HasQuit = false;
        }

        if (!call.ExpectsResponse)
        {
            // The call completed when the request was written, so an error can only be logged.
            call.TryComplete(QmpResponse.Empty);
            if (response.IsError)
            {
                LogFailedWithoutResponse(
                    log.Unlimited,
                    endpoint,
                    call.Command,
                    PeerText.Shorten(response.ReadError().Description)
                );
            }

            response.Return();
        }
        else if (!call.TryComplete(response))
        {
            response.Return();
            LogLateResponse(log.Unlimited, endpoint, call.Command, call.Id);
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Discarded a response from {Endpoint} with the unknown id {Id}.")]
    private partial void LogUnknownResponse(QmpEndpoint endpoint, long? id);

    [LoggerMessage(
        21,
        LogLevel.Debug,
        "Discarded the late response from {Endpoint} to the canceled call {Command} (id {Id})."
    )]
    private static partial void LogLateResponse(ILogger logger, QmpEndpoint endpoint, string command, long id);

    [LoggerMessage(23, LogLevel.Warning, "{Command} on {Endpoint} failed after its call had completed: {Description}")]
    private static partial void LogFailedWithoutResponse(
        ILogger logger,
        QmpEndpoint endpoint,
        string command,
        string description
    );
}
