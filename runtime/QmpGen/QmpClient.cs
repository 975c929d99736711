using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>
/// A connection to a QMP monitor or, by a client generated from its schema, to a guest agent: commands, answers,
/// events. Generated clients derive from it and add a method for every command; by itself
/// it serves untyped work through
/// <see cref="ExecuteRawAsync(string, System.Text.Json.JsonElement?, CancellationToken)"/>.
/// </summary>
/// <remarks>
/// Safe for use by several threads; any number of calls may be pending. Commands are executed in the order in which
/// they are called, except
/// out-of-band ones. Every call ends: with its answer, an error, a cancellation or the end of the connection.
/// Cancelling a call leaves the
/// connection usable, and QEMU executes the command all the same if the request has left. A guest agent executes one
/// command after another, so
/// that a call waits for those before it, cancelled ones included. A call that an agent lost, since it was restarted
/// behind a channel that stays
/// open, fails with a <see cref="QmpConnectionException"/> as soon as a later one is heard of, and the connection goes
/// on. A lost connection is made
/// again where <see cref="QmpClientOptions.Reconnect"/> says so. Traces and figures go by the name <c>QmpGen</c>.
/// </remarks>
public partial class QmpClient : IAsyncDisposable
{
    private static readonly QmpBindings s_untyped = new("unknown", static (string _, ref QmpReader _) => null);

    private static readonly IReadOnlyList<string> s_outOfBand = ["oob"];

    private readonly QmpSession _session;

    /// <summary>A client on a session.</summary>
    /// <param name="session">What
    /// <see cref="ConnectAsync{TClient}(QmpEndpoint, QmpClientOptions?, QmpBindings, Func{QmpSession, TClient}, CancellationToken)"/>
    /// made.</param>
    protected QmpClient(QmpSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
    }

    /// <summary>What QEMU said first on the present connection: its version and what it offers. A guest agent says
    /// nothing: its version is
    /// <see cref="QmpVersion.Unknown"/> here, and <c>guest-info</c> tells it.</summary>
    public QmpGreeting Greeting => _session.Greeting;

    /// <summary>The capabilities that were switched on for the present connection, of which <c>oob</c> is the only one
    /// known today.</summary>
    public IReadOnlyList<string> Capabilities => OutOfBandEnabled ? s_outOfBand : [];

    /// <summary>Whether commands can be executed out-of-band in this session; with a guest agent never.</summary>
    /// <remarks>Where it is on, at most eight in-band commands (with QEMU 4.0 to 5.2 seven) are in flight at a time;
    /// more wait their turn, and out-of-band ones pass them.</remarks>
    public bool OutOfBandEnabled => _session.OutOfBandEnabled;

    /// <summary>How the client stands to its peer at this moment.</summary>
    public QmpConnectionState State => _session.State;

    /// <summary>Completes when the client is closed for good. Its result is the cause; null where this program closed
    /// it. Never faults.</summary>
    /// <remarks>By then every call and every subscription has been told the same.</remarks>
    public Task<QmpException?> Closed => _session.Closed;

    /// <summary>The events. A guest agent has none: there the subscriptions only end with the connection.</summary>
    public QmpEvents Events => _session.Events;

    /// <summary>Connects to a monitor, waits for its greeting and negotiates.</summary>
    /// <param name="endpoint">Where: <c>unix:PATH</c>, <c>tcp:HOST:PORT</c>, <c>fd:N</c>, a stream, a
    /// <see cref="QmpListener"/> at which QEMU calls in, the
    /// <see cref="QemuProcess.Monitor"/> of a QEMU that was started here, or any other
    /// <see cref="QmpEndpoint"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; nothing stays open.</param>
    /// <returns>The client, ready for commands.</returns>
    /// <exception cref="ArgumentException">The endpoint is not one, or the options do not go with it; nothing has been
    /// touched.</exception>
    /// <exception cref="QmpConnectionException">Nobody listens there, the connection ended, or the options require what
    /// QEMU does not offer.</exception>
    /// <exception cref="QmpProtocolException">Who answers does not speak QMP.</exception>
    /// <exception cref="QmpTimeoutException">It took longer than <see cref="QmpClientOptions.ConnectTimeout"/>: another
    /// client is probably connected.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<QmpClient> ConnectAsync(
        QmpEndpoint endpoint,
        QmpClientOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ConnectAsync(endpoint, options, s_untyped, static session => new QmpClient(session), cancellationToken);

    /// <summary>Connects to a monitor or, where the bindings say so, synchronises with a guest agent: for generated
    /// clients.</summary>
    /// <typeparam name="TClient">The client.</typeparam>
    /// <param name="endpoint">Where.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="bindings">What the client was made from.</param>
    /// <param name="create">Makes the client.</param>
    /// <param name="cancellationToken">Gives up; nothing stays open.</param>
    /// <returns>The client, ready for commands.</returns>
    /// <inheritdoc cref="ConnectAsync(QmpEndpoint, QmpClientOptions?, CancellationToken)" path="/exception"/>
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

    /// <summary>Waits until there is a connection: after a loss, where the options ask for reconnecting.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when <see cref="State"/> is <see cref="QmpConnectionState.Connected"/>, at once where it
    /// is.</returns>
    /// <exception cref="QmpConnectionException">The client was closed, by this program or since the connection could
    /// not be made again.</exception>
    /// <exception cref="QmpProtocolException">The client was closed because the peer broke the protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitUntilConnectedAsync(CancellationToken cancellationToken = default) =>
        _session.WaitUntilConnectedAsync(cancellationToken);

    /// <summary>Arms the wait for an event, at the call. Do so before the command that causes it: the event comes
    /// before the command's answer.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="predicate">Which of them; null for the first. Runs where the wait is awaited.</param>
    /// <returns>The expectation; disposing gives it up.</returns>
    public QmpExpectation<TEvent> Expect<TEvent>(Func<TEvent, bool>? predicate = null)
        where TEvent : QmpEvent => new(Events, predicate);

    /// <summary>Subscribes to the events of one type, at the call and not at the first event that is asked for: what
    /// comes in between is kept.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="filter">Which of them; null for all. Runs where the subscription is enumerated, never on the
    /// connection's reader loop, so it may
    /// wait and may call; what it throws ends the enumeration.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events from now on. Leaving an <c>await foreach</c> over it ends the subscription; so does
    /// disposing it.</returns>
    /// <remarks>A subscriber that is more than <see cref="QmpClientOptions.EventBufferCapacity"/> events of the type behind,
    /// before the filter, loses the oldest;
    /// <see cref="QmpSubscription{TEvent}.Dropped"/> tells how many.</remarks>
    public QmpSubscription<TEvent> Subscribe<TEvent>(
        Func<TEvent, bool>? filter = null,
        CancellationToken cancellationToken = default
    )
        where TEvent : QmpEvent => new(Events, filter, cancellationToken);

    /// <summary>Subscribes to events of several types, at the call and not at the first event that is asked for: what
    /// comes in between is kept.</summary>
    /// <param name="filter">Which of all events. Runs where the subscription is enumerated, never on the connection's
    /// reader loop, so it may wait and
    /// may call; what it throws ends the enumeration.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events from now on. Leaving an <c>await foreach</c> over it ends the subscription; so does
    /// disposing it.</returns>
    /// <remarks>A subscriber that is more than <see cref="QmpClientOptions.EventBufferCapacity"/> events of any type behind,
    /// before the filter, loses the oldest;
    /// <see cref="QmpSubscription{TEvent}.Dropped"/> tells how many.</remarks>
    public QmpSubscription<QmpEvent> Subscribe(
        Func<QmpEvent, bool> filter,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(Events, filter, cancellationToken);
    }

    /// <summary>Closes the connection. Every pending call ends with a <see cref="QmpConnectionException"/>. May be
    /// called more than once.</summary>
    /// <returns>Completes when the connection is closed.</returns>
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
