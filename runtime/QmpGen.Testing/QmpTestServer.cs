using System.Text.Json;
using QmpGen.Testing.Recordings;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>A QMP server in the process of the test, which checks commands as QEMU does.</summary>
/// <remarks>
/// <para>The server implements the protocol of QEMU: greeting, negotiation, ids, errors, events and out-of-band
/// execution. If the schema has <c>guest-sync-delimited</c>, it acts as a guest agent instead. It rejects commands and
/// arguments that do not match its schema. The test sets the results with
/// <see cref="On(string, Func{QmpTestCall, QmpValue?})"/>.</para>
/// <para>Thread-safe. Any number of clients can connect, although a QEMU monitor serves only one. A session executes
/// in-band commands one after another, and out-of-band commands at the same time.</para>
/// </remarks>
public sealed partial class QmpTestServer : IAsyncDisposable
{
    private readonly TestSchema _schema;
    private readonly QmpTestServerOptions _options;
    private readonly Lock _gate = new();
    private readonly List<ReceivedCall> _received = [];
    private readonly SessionTranscript _transcript = new();
    private volatile QmpTestFault _fault = QmpTestFault.None;
    private volatile bool _quit;

    private QmpTestServer(TestSchema schema, QmpTestServerOptions options, Recording? recording = null)
    {
        _schema = schema;
        _recording = recording;
        _options = options;
        _closed = _closing.Token;
        _disposal = new Lazy<Task>(CloseAsync);
        _jobs = new Lazy<JobScenario>(() => new JobScenario(SendKnownEvent, _closed));
        _devices = new Lazy<UnplugScenario>(() => new UnplugScenario(SendKnownEvent, _schema.HasEvent));
        if (recording is null)
        {
            AddBuiltInHandlers();
        }

        (_listener, Endpoint, _directory) = options.UseTcp
            ? ListenOnPort()
            : SocketDirectory.Create(options.SocketFolder, "the socket of the test server", ListenOnPath);
        _accepting = AcceptAsync();
    }

    /// <summary>The endpoint, such as <c>unix:/tmp/qmpgen-x1y2z3/qmp</c> or <c>tcp:127.0.0.1:40123</c>.</summary>
    /// <remarks>The server deletes its socket when it is disposed.</remarks>
    public string Endpoint { get; }

    /// <summary>The received commands, including rejected ones, in the order of their arrival.</summary>
    /// <remarks>Includes negotiation and synchronization. A client of a guest agent sends <c>guest-sync-delimited</c>
    /// before and after every command.</remarks>
    public IReadOnlyList<QmpTestCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _received.Select(received => received.Call)];
            }
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="schemaJson">The schema dump: the array that <c>query-qmp-schema</c> returns, the reply that
    /// contains it, or a transcript.</param>
    /// <param name="options">The options. Null for the defaults.</param>
    /// <returns>The server.</returns>
    /// <remarks>The server listens when the method returns.</remarks>
    /// <exception cref="ArgumentException">The text is not a schema dump.</exception>
    /// <exception cref="IOException">The socket cannot be created in the directory for temporary files. The message
    /// contains the reason.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot listen on a TCP port.</exception>
    public static QmpTestServer Start(string schemaJson, QmpTestServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        options ??= new QmpTestServerOptions();
        return new QmpTestServer(TestSchema.Read(schemaJson, options.Version), options);
    }

    /// <summary>Sends an event to every client that has negotiated.</summary>
    /// <remarks>An event that a handler sends precedes the response to its command, as in QEMU. A guest agent does not
    /// send events.</remarks>
    /// <param name="name">The wire name. The schema need not contain it, because a newer QEMU can send other
    /// events.</param>
    /// <param name="data">A JSON object. Null for an event without data.</param>
    /// <returns>A task that completes when the event is queued. As in QEMU, it does not wait for slow
    /// clients.</returns>
    /// <exception cref="ArgumentException">The data is not a JSON object, or a string in it is not valid
    /// Unicode.</exception>
    public Task SendEventAsync(string name, QmpValue? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (data is { Kind: not JsonValueKind.Object })
        {
            throw new ArgumentException(
                $"Event data must be a JSON object, but its kind is {data.Kind}. Pass null for no data.",
                nameof(data)
            );
        }

        ReadOnlyMemory<byte> message = PrintEvent(name, data);
        lock (_gate)
        {
            foreach (ClientSession session in _sessions.Keys.Where(session => session.IsNegotiated))
            {
                session.Send(message);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Applies a fault to all messages that the server sends from now on.</summary>
    /// <param name="fault">The fault, which replaces an earlier one. <see cref="QmpTestFault.None"/> ends it.</param>
    public void Inject(QmpTestFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _fault = fault;
    }

    private static ReadOnlyMemory<byte> PrintEvent(string name, QmpValue? data)
    {
        try
        {
            return MessagePrinter.Monitor.PrintEvent(name, data?.Json);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"The data of the event '{name}' cannot be sent: {e.Message}", nameof(data), e);
        }
    }
}
