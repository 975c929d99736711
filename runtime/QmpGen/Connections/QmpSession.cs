using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen.CodeGeneration;

/// <summary>The connection of a client and, if it reconnects, all later connections.</summary>
/// <remarks>Opaque: a generated client receives it and passes it to its base class.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpSession : IAsyncDisposable
{
    private readonly QmpClientOptions _options;
    private readonly QmpBindings _bindings;
    private readonly QmpLogger _logger;
    private readonly QmpConnector _connector;
    private readonly CancellationTokenSource _disposing = new();
    private readonly ScheduledResult<QmpException?> _closed = new();
    private readonly Lock _gate = new();
    private QmpConnection _connection = null!;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private QmpSession(QmpEndpoint endpoint, QmpClientOptions options, QmpBindings bindings)
    {
        _options = options;
        _bindings = bindings;
        _logger = new QmpLogger(options.Logger ?? NullLogger.Instance);
        RepeatedEventLog log = new(_logger, $"{endpoint}");
        EnumTextQuota enumTexts = new(log);
        Events = new QmpEvents(
            bindings.ReadEvent,
            bindings.SchemaVersion,
            EventBufferLimits.From(options),
            $"{endpoint}",
            log,
            enumTexts
        );
        _connector = new QmpConnector(endpoint, options, bindings, Events, _logger, log, enumTexts);
        Endpoint = endpoint;
    }

    internal QmpEndpoint Endpoint { get; }

    internal QmpEvents Events { get; }

    internal QmpGreeting Greeting { get; private set; } = QmpGreeting.None;

    internal QmpConnectionState State { get; private set; }

    internal bool OutOfBandEnabled => _connection.OutOfBandEnabled;

    /// <summary>The schema of the current connection.</summary>
    internal PeerSchema Schema => _connection.Schema;

    internal Task<QmpException?> Closed => _closed.Task;

    /// <summary>Connects and performs the handshake within <see cref="QmpClientOptions.ConnectTimeout"/>.</summary>
    /// <inheritdoc cref="QmpConnector.ConnectAsync" path="/exception"/>
    /// <exception cref="ArgumentException">The endpoint does not support the options.</exception>
    internal static async Task<QmpSession> OpenAsync(
        QmpEndpoint endpoint,
        QmpClientOptions options,
        QmpBindings bindings,
        CancellationToken cancellationToken
    )
    {
        endpoint.Check(TransportOptions.From(options));
        if (options.Reconnect is not null && !endpoint.IsReusable)
        {
            throw new ArgumentException(
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Reconnect)} requires an endpoint that supports "
                    + $"several connections, but {endpoint} supports only one. Omit the option.",
                nameof(options)
            );
        }

        QmpSession session = new(endpoint, options, bindings);
        session.Adopt(
            await session._connector.ConnectAsync(options.WaitForPeer, cancellationToken).ConfigureAwait(false)
        );
        _ = ContextFreeTask.RunInline(session.WatchAsync);
        return session;
    }

    /// <summary>Checks that the peer supports a request, and sends it.</summary>
    /// <inheritdoc cref="SendAsync{TResult}"/>
    internal Task<TResult> SendCheckedAsync<TResult>(QmpCall<TResult> call, CancellationToken cancellationToken)
    {
        QmpConnection connection = _connection;
        if (!connection.HasEnded)
        {
            connection.Schema.Check(call.Command, call.Arguments);
        }

        return connection.SendAsync(call, cancellationToken);
    }

    /// <summary>Sends a request on the current connection, waits for its response and reads it.</summary>
    /// <inheritdoc cref="QmpConnection.SendAsync{TResult}" path="/exception"/>
    internal Task<TResult> SendAsync<TResult>(QmpCall<TResult> call, CancellationToken cancellationToken) =>
        _connection.SendAsync(call, cancellationToken);

    /// <summary>Waits until the session is connected.</summary>
    /// <exception cref="QmpException">The session has ended.</exception>
    internal Task WaitUntilConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => CloseAsync();

    /// <summary>Closes the connection and stops reconnecting.</summary>
    internal async ValueTask CloseAsync()
    {
        if (_options.Reconnect is null)
        {
            _disposing.Cancel();
        }
        else
        {
            // Cancels an attempt to connect, which can run code of the user.
            await _disposing.CancelAsync().ConfigureAwait(false);
        }

        QmpConnection connection;
        lock (_gate)
        {
            connection = _connection;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
    }

    /// <summary>Makes a connection the current one.</summary>
    private void Adopt((QmpConnection Connection, QmpGreeting Greeting) next)
    {
        QmpTelemetry.AddConnections(1);
        lock (_gate)
        {
            _connection = next.Connection;
            Greeting = next.Greeting;
            State = QmpConnectionState.Connected;
            _connected.TrySetResult();
            next.Connection.Ending = OnConnectionEnding;
        }

        if (next.Connection.HasEnded)
        {
            OnConnectionEnding(next.Connection);
        }
    }

    /// <summary>Updates the state before the calls of an ended connection fail, so that their callers see it.</summary>
    private void OnConnectionEnding(QmpConnection connection)
    {
        lock (_gate)
        {
            if (connection != _connection || State != QmpConnectionState.Connected)
            {
                return;
            }

            State = ShouldReconnect(connection) ? QmpConnectionState.Reconnecting : QmpConnectionState.Closed;
            _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (connection.HasQuit)
        {
            LogQuit(Endpoint);
        }
        else if (connection.Cause is { } cause)
        {
            LogLost(Endpoint, connection.LostCallCount, cause.Message);
        }
    }

    private bool ShouldReconnect(QmpConnection connection) =>
        connection is { Cause: not null, HasQuit: false }
        && _options.Reconnect is not null
        && !_disposing.IsCancellationRequested;

    private void End(QmpException? cause)
    {
        lock (_gate)
        {
            State = QmpConnectionState.Closed;
            _connection.FinalCause = cause;
            _connected.TrySetException(ConnectionEnded.CreateException("The client is closed", cause));
            _ = _connected.Task.Exception;
        }

        Events.End(cause);
        _closed.TrySetResult(cause);
    }

    [LoggerMessage(1, LogLevel.Warning, "Lost the connection to {Endpoint} (pending calls: {Pending}): {Cause}")]
    private partial void LogLost(QmpEndpoint endpoint, int pending, string cause);

    [LoggerMessage(10, LogLevel.Information, "The connection to {Endpoint} ended after 'quit'.")]
    private partial void LogQuit(QmpEndpoint endpoint);
}
