using System.ComponentModel;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>A client of a QMP monitor or, if generated from its schema, of a guest agent.</summary>
/// <remarks>
/// <para>Generated clients derive from this class and add a method for each command. This class itself executes
/// commands by name: <see cref="ExecuteRawAsync(string, QmpValue?, CancellationToken)"/>.</para>
/// <para>All members are thread-safe, and any number of calls can be pending. QEMU executes commands in the order of
/// the calls, except out-of-band commands.</para>
/// <para>Every call completes with its response, an error, a timeout, a cancellation or the end of the connection.
/// Canceling a call leaves the connection usable. If the request was sent, QEMU still executes the command.</para>
/// <para>A guest agent executes one command after another. A call therefore waits for all earlier calls, including
/// canceled ones. If the agent restarts while its channel stays open, it loses calls. These fail with a
/// <see cref="QmpConnectionException"/> as soon as the agent responds to a later call.</para>
/// <para><see cref="QmpClientOptions.Reconnect"/> makes the client reconnect after a lost connection. Traces and
/// metrics are named <c>QmpGen</c>.</para>
/// </remarks>
public partial class QmpClient : IAsyncDisposable
{
    private static readonly QmpBindings s_untyped = new("unknown", static (string _, ref QmpReader _) => null);

    private static readonly IReadOnlyList<string> s_outOfBand = ["oob"];

    private readonly QmpSession _session;

    /// <summary>Initializes a client, for generated code.</summary>
    /// <param name="session">The session that <c>ConnectAsync</c> passes to its callback.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected QmpClient(QmpSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
    }

    /// <summary>The greeting of the current connection, with QEMU's version and the offered capabilities.</summary>
    /// <remarks>A guest agent sends no greeting, so the version is <see cref="QmpVersion.Unknown"/>. <c>guest-info</c>
    /// returns it.</remarks>
    public QmpGreeting Greeting => _session.Greeting;

    /// <summary>The capabilities that are enabled on the current connection.</summary>
    /// <remarks>Only <c>oob</c> is defined today.</remarks>
    public IReadOnlyList<string> Capabilities => OutOfBandEnabled ? s_outOfBand : [];

    /// <summary>Whether commands can be executed out-of-band.</summary>
    /// <remarks>Always false for a guest agent. If true, at most eight in-band requests are in flight at a time (seven
    /// for QEMU 4.0 to 5.2). Further requests wait in a queue, and out-of-band requests overtake them.</remarks>
    public bool OutOfBandEnabled => _session.OutOfBandEnabled;

    /// <summary>The current state of the connection.</summary>
    public QmpConnectionState State => _session.State;

    /// <summary>A task that completes when the client is closed permanently.</summary>
    /// <remarks>It never faults. Its result is the cause, or null if this program closed the client. All calls and
    /// subscriptions have ended by then.</remarks>
    public Task<QmpException?> Closed => _session.Closed;

    /// <summary>The events.</summary>
    /// <remarks>A guest agent does not send events.</remarks>
    public QmpEvents Events => _session.Events;

    /// <summary>Connects to a monitor, waits for its greeting and negotiates capabilities.</summary>
    /// <param name="endpoint">The endpoint: <c>unix:PATH</c>, <c>tcp:HOST:PORT</c>, <c>fd:N</c>, a stream, a
    /// <see cref="QmpListener"/>, the <see cref="QemuProcess.Monitor"/> of a started QEMU, or another
    /// <see cref="QmpEndpoint"/>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels connecting and closes the connection.</param>
    /// <returns>The client, ready for commands.</returns>
    /// <exception cref="ArgumentException">The endpoint is invalid or does not support the options. No connection was
    /// opened.</exception>
    /// <exception cref="QmpConnectionException">The connection failed or ended, or QEMU does not support what the
    /// options require.</exception>
    /// <exception cref="QmpProtocolException">The peer does not speak QMP.</exception>
    /// <exception cref="QmpTimeoutException">Connecting took longer than <see cref="QmpClientOptions.ConnectTimeout"/>.
    /// The usual cause is another connected client. With <see cref="QmpClientOptions.WaitForPeer"/>, no peer
    /// appeared.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task<QmpClient> ConnectAsync(
        QmpEndpoint endpoint,
        QmpClientOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ConnectAsync(endpoint, options, s_untyped, static session => new QmpClient(session), cancellationToken);

    /// <summary>Connects a generated client to a monitor or a guest agent.</summary>
    /// <typeparam name="TClient">The type of the client.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="bindings">The bindings of the client.</param>
    /// <param name="create">Creates the client.</param>
    /// <param name="cancellationToken">A token that cancels connecting and closes the connection.</param>
    /// <returns>The client, ready for commands.</returns>
    /// <inheritdoc cref="ConnectAsync(QmpEndpoint, QmpClientOptions?, CancellationToken)" path="/exception"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static Task<TClient> ConnectAsync<TClient>(
        QmpEndpoint endpoint,
        QmpClientOptions? options,
        QmpBindings bindings,
        Func<QmpSession, TClient> create,
        CancellationToken cancellationToken
    )
        where TClient : QmpClient
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(bindings);
        ArgumentNullException.ThrowIfNull(create);
        return OpenAsync(endpoint, options ?? QmpClientOptions.Default, bindings, create, cancellationToken);
    }

    /// <summary>Waits until the client is connected again after a lost connection.</summary>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes when <see cref="State"/> is <see cref="QmpConnectionState.Connected"/>.</returns>
    /// <exception cref="QmpConnectionException">The client was closed by this program or failed to
    /// reconnect.</exception>
    /// <exception cref="QmpProtocolException">The client was closed because the peer violated the protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task WaitUntilConnectedAsync(CancellationToken cancellationToken = default) =>
        _session.WaitUntilConnectedAsync(cancellationToken);

    /// <summary>Starts to wait for an event.</summary>
    /// <typeparam name="TEvent">The type of the event.</typeparam>
    /// <param name="predicate">Selects the event, or null for the first one. Runs in
    /// <see cref="QmpExpectation{TEvent}.WaitAsync"/>.</param>
    /// <returns>The expectation. Dispose it to stop waiting.</returns>
    /// <remarks>Call it before the command that causes the event. QEMU sends the event that a command causes before the
    /// command's response.</remarks>
    public QmpExpectation<TEvent> Expect<TEvent>(Func<TEvent, bool>? predicate = null)
        where TEvent : QmpEvent => Events.Expect(predicate);

    /// <summary>Subscribes to the events of one type.</summary>
    /// <typeparam name="TEvent">The type, or <see cref="QmpEvent"/> for all events.</typeparam>
    /// <param name="filter">Selects events, or null for all. Runs during the enumeration, so it may block and call
    /// commands. If it throws, the enumeration ends with the exception.</param>
    /// <param name="cancellationToken">A token that stops the enumeration.</param>
    /// <returns>The subscription. Dispose it, or leave an <c>await foreach</c> over it, to unsubscribe.</returns>
    /// <remarks>The subscription buffers events from this call on. The buffer holds
    /// <see cref="QmpClientOptions.EventBufferCapacity"/> events of the type. If it is full, the oldest event is
    /// dropped and counted in <see cref="QmpSubscription{TEvent}.Dropped"/>.</remarks>
    public QmpSubscription<TEvent> Subscribe<TEvent>(
        Func<TEvent, bool>? filter = null,
        CancellationToken cancellationToken = default
    )
        where TEvent : QmpEvent => Events.Subscribe(filter, cancellationToken);

    /// <summary>Subscribes to events by name, whether or not the schema defines them.</summary>
    /// <param name="wireNames">The wire names, such as <c>JOB_STATUS_CHANGE</c>. None for all events.</param>
    /// <returns>The subscription. Dispose it, or leave an <c>await foreach</c> over it, to unsubscribe.</returns>
    /// <remarks>
    /// <para>The data of an event is received as the peer sent it, also if it does not match the schema. Events of
    /// other names do not occupy the buffer.</para>
    /// <para>A lost connection is counted in <see cref="QmpSubscription{TEvent}.Interruptions"/>. The subscription does
    /// not receive a <see cref="QmpInterruptedEvent"/>.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
    public QmpSubscription<QmpRawEvent> SubscribeRaw(params IReadOnlyList<string> wireNames)
    {
        ArgumentNullException.ThrowIfNull(wireNames);
        foreach (string wireName in wireNames)
        {
            ArgumentException.ThrowIfNullOrEmpty(wireName, nameof(wireNames));
        }

        return Events.SubscribeRaw(wireNames);
    }

    /// <summary>Closes the connection.</summary>
    /// <returns>A task that completes when the connection is closed.</returns>
    /// <remarks>Pending calls fail with a <see cref="QmpConnectionException"/>.</remarks>
    public async ValueTask DisposeAsync()
    {
        await _session.CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private static async Task<TClient> OpenAsync<TClient>(
        QmpEndpoint endpoint,
        QmpClientOptions options,
        QmpBindings bindings,
        Func<QmpSession, TClient> create,
        CancellationToken cancellationToken
    ) => create(await QmpSession.OpenAsync(endpoint, options, bindings, cancellationToken).ConfigureAwait(false));
}
