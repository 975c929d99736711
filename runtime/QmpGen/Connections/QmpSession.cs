using System.ComponentModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen.CodeGeneration;

/// <summary>
/// What a client works on: a connection and, where the options say so, the next one when that is lost. Opaque: a
/// generated client receives it
/// and hands it to its base.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpSession : IAsyncDisposable
{
    private readonly QmpClientOptions _options;
    private readonly QmpBindings _bindings;
    private readonly QmpLogger _logger;
    private readonly QmpConnector _connector;
    private readonly CancellationTokenSource _disposing = new();
    private readonly TaskCompletionSource<QmpException?> _closed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Lock _gate = new();
    private QmpConnection _connection = null!;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private QmpSession(QmpEndpoint endpoint, QmpClientOptions options, QmpBindings bindings)
    {
        _options = options;
        _bindings = bindings;
        _logger = new QmpLogger(options.Logger ?? NullLogger.Instance);
        Events = new QmpEvents(bindings.ReadEvent, bindings.SchemaVersion, options.EventBufferCapacity, _logger);
        _connector = new QmpConnector(endpoint, options, bindings, Events, _logger);
        Endpoint = endpoint;
    }

    internal QmpEndpoint Endpoint { get; }

    internal QmpEvents Events { get; }

    internal QmpGreeting Greeting { get; private set; } = QmpGreeting.None;

    internal QmpConnectionState State { get; private set; }

    internal bool OutOfBandEnabled => _connection.OutOfBandEnabled;

    internal Task<QmpException?> Closed => _closed.Task;

    /// <summary>Connects and makes ready for commands, all within the options' time.</summary>
    /// <inheritdoc cref="QmpConnector.ConnectAsync" path="/exception"/>
    /// <exception cref="ArgumentException">The options do not fit the endpoint.</exception>
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
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Reconnect)} needs an endpoint that can be connected to again, which {endpoint} cannot.",
                nameof(options)
            );
        }

        QmpSession session = new(endpoint, options, bindings);
        session.Adopt(await session._connector.ConnectAsync(cancellationToken).ConfigureAwait(false));
        _ = ContextFreeTask.Run(session.WatchAsync);
        return session;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    internal Task<QmpMessage> CallAsync(
        string command,
        byte[] arguments,
        bool outOfBand,
        QmpCallOptions? how,
        CancellationToken cancellationToken
    ) => _connection.CallAsync(command, arguments, outOfBand, how ?? QmpCallOptions.Default, cancellationToken);

    /// <summary>What a message is, for the text of an exception.</summary>
    internal QmpReadContext ContextOf(string command) =>
        new()
        {
            Subject = $"the answer to '{command}'",
            SchemaVersion = _bindings.SchemaVersion,
            ServerVersion = Greeting.Version.ToString(),
            Logger = _logger,
        };

    /// <summary>Completes when there is a connection, at once where there is one.</summary>
    /// <exception cref="QmpException">There will be none any more.</exception>
    internal Task WaitUntilConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => CloseAsync();

    /// <summary>Closes the connection, and makes none again.</summary>
    internal async ValueTask CloseAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        QmpConnection connection;
        lock (_gate)
        {
            connection = _connection;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
    }

    private void Adopt((QmpConnection Connection, QmpGreeting Greeting) next)
    {
        QmpTelemetry.AddConnections(1);
        lock (_gate)
        {
            _connection = next.Connection;
            Greeting = next.Greeting;
            State = QmpConnectionState.Connected;
            _connected.TrySetResult();
            next.Connection.Ending = Lose;
        }

        if (next.Connection.HasEnded)
        {
            Lose(next.Connection);
        }
    }

    /// <summary>Takes note of the end of a connection before its calls are told, so that whoever is told finds it
    /// so.</summary>
    private void Lose(QmpConnection connection)
    {
        lock (_gate)
        {
            if (connection != _connection || State != QmpConnectionState.Connected)
            {
                return;
            }

            State = IsToBeMadeAgain(connection) ? QmpConnectionState.Reconnecting : QmpConnectionState.Closed;
            _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private bool IsToBeMadeAgain(QmpConnection connection) =>
        connection is { Cause: not null, HasQuit: false }
        && _options.Reconnect is not null
        && !_disposing.IsCancellationRequested;

    private void End(QmpException? cause)
    {
        lock (_gate)
        {
            State = QmpConnectionState.Closed;
            _connected.TrySetException(ConnectionEnded.CreateException("There is no connection any more", cause));
            _ = _connected.Task.Exception;
        }

        Events.End(cause);
        _closed.TrySetResult(cause);
    }
}
