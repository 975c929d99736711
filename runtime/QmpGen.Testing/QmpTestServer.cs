using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using QmpGen.Testing.Replay;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>
/// A QMP server in the test's own process. It speaks the protocol as QEMU does (greeting, negotiation, ids, errors, events, out-of-band
/// execution) or, where the schema has <c>guest-sync-delimited</c>, as a guest agent does. It refuses commands and arguments that are not in its schema dump. What commands answer is up to the test:
/// <see cref="On(string, Func{QmpTestCall, QmpValue?})"/>.
/// </summary>
/// <remarks>
/// Safe for use by several threads. Any number of clients may be connected, unlike at a QEMU monitor, which serves one. Within a session in-band
/// commands are executed one after another, and out-of-band ones beside them.
/// </remarks>
public sealed partial class QmpTestServer : IAsyncDisposable
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<QmpTestCall> _calls = [];
    private readonly Dictionary<Session, Task> _sessions = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly Socket _listener;
    private readonly Task _accepting;
    private volatile QmpTestFault _fault = QmpTestFault.None;
    private volatile bool _quit;

    private QmpTestServer(TestSchema schema, QmpTestServerOptions options, Recording? recording = null)
    {
        Schema = schema;
        _recording = recording;
        Options = options;
        _closed = _closing.Token;
        if (recording is null)
            AddBuiltInAnswers();

        (_listener, Endpoint) = options.UseTcp ? ListenAtPort() : ListenAtPath(Path.Combine(_directory.FullName, "qmp"));
        _accepting = AcceptAsync();
    }

    private delegate Task<QmpValue?> Handler(QmpTestCall call, CancellationToken cancellationToken);

    /// <summary>Where the server listens, such as <c>unix:/tmp/qmpgen-x1y2z3/qmp</c> or <c>tcp:127.0.0.1:40123</c>. The socket and its directory go with the server.</summary>
    public string Endpoint { get; }

    /// <summary>The commands received so far, whether they were executed or refused, in the order of their arrival. Negotiation and synchronisation are
    /// included: a client of a guest agent sends <c>guest-sync-delimited</c> before and after every command.</summary>
    public IReadOnlyList<QmpTestCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    internal QmpTestFault Fault => _fault;

    internal QmpTestServerOptions Options { get; }

    internal TestSchema Schema { get; }

    /// <summary>Starts a server, which listens when the call returns.</summary>
    /// <param name="schemaJson">The dump that says which commands there are: the array of <c>query-qmp-schema</c>, the reply that holds it, or
    /// a transcript.</param>
    /// <param name="options">Which QEMU it is like; null for the defaults.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The text is no dump.</exception>
    public static QmpTestServer Start(string schemaJson, QmpTestServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        return new QmpTestServer(TestSchema.Read(schemaJson), options ?? new QmpTestServerOptions());
    }

    /// <summary>Connects a new client in memory, without a socket.</summary>
    /// <returns>The client's end. Closing it ends the session.</returns>
    /// <exception cref="ObjectDisposedException">The server is closed, or a client has made it <c>quit</c>.</exception>
    public Stream Connect()
    {
        (DuplexStream client, DuplexStream server) = DuplexStream.CreatePair();
        Serve(server);
        return client;
    }

    /// <summary>Says what a command answers, in place of what was said before.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="answer">Gives the value of the answer's <c>return</c>; null is <c>{}</c>. Throws <see cref="QmpTestErrorException"/> to
    /// answer an error; any other exception is answered as a <c>GenericError</c> that names it. Where the schema says <c>"success-response": false</c>,
    /// success is not answered. Runs on a thread of the pool and may block.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On(string command, Func<QmpTestCall, QmpValue?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return On(command, (call, _) => Task.FromResult(answer(call)));
    }

    /// <summary>Says what a command answers, in place of what was said before.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="answer">Gives the value of the answer's <c>return</c>; null is <c>{}</c>. Throws <see cref="QmpTestErrorException"/> to
    /// answer an error; any other exception is answered as a <c>GenericError</c> that names it. Its token is cancelled when the session ends,
    /// which then waits no longer.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On(string command, Func<QmpTestCall, CancellationToken, Task<QmpValue?>> answer)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(answer);
        DemandNoRecording();
        Demand(command);
        _handlers[command] = new Handler(answer);
        return this;
    }

    /// <summary>Sends an event to every client that has negotiated. From within a handler it goes out before the command's answer, as it does
    /// in QEMU. A guest agent has no events, so its clients hear nothing.</summary>
    /// <param name="name">The wire name; one that the schema lacks is sent too, as a newer QEMU does.</param>
    /// <param name="data">A JSON object; null for an event without data.</param>
    /// <returns>Completes when the event has its place among what is being sent. It does not wait for a client to read, as QEMU does not.</returns>
    /// <exception cref="ArgumentException">The data are no JSON object.</exception>
    public Task SendEventAsync(string name, QmpValue? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (data is { Kind: not JsonValueKind.Object })
            throw new ArgumentException($"The data of an event are a JSON object, not {data}.", nameof(data));

        byte[] message = AnswerText.Event(name, data?.Json);
        lock (_gate)
        {
            foreach (Session session in _sessions.Keys.Where(session => session.IsNegotiated))
                session.Send(message);
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes something go wrong with all that is said from now on, to every client, in place of what went wrong before.</summary>
    /// <param name="fault">What; <see cref="QmpTestFault.None"/> ends it.</param>
    public void Inject(QmpTestFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _fault = fault;
    }

    /// <summary>Closes every session and the socket. Waits for no handler. May be called more than once.</summary>
    /// <returns>Completes when all loops of the server have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_closed.IsCancellationRequested)
            return;

        Task[] sessions;
        lock (_gate)
        {
            _closing.Cancel();
            sessions = [.. _sessions.Values];
        }

        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(sessions).ConfigureAwait(false);
        _directory.Delete(recursive: true);
        _closing.Dispose();
    }

    internal void Record(TestRequest request)
    {
        if (request.Fault is not null)
            return;

        lock (_gate)
        {
            _calls.Add(request.Call);
        }
    }

    internal void Check(QmpTestCall call) => Schema.Check(call.Command, call.Arguments);

    /// <summary>Executes a command.</summary>
    /// <exception cref="QmpTestErrorException">The answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    internal async Task<QmpValue?> AnswerAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        Check(call);
        await PassHoldsAsync(call, cancellationToken).ConfigureAwait(false);
        if (!_handlers.TryGetValue(call.Command, out Handler? handler))
            throw new QmpTestErrorException($"The test server has no answer for '{call.Command}': give it one with On(\"{call.Command}\", ...)");

        try
        {
            // Neither a handler that blocks nor one that ignores the token may keep the session from ending.
            QmpValue? answer = await Task.Run(() => handler(call, cancellationToken), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Options.CheckAnswers)
                Schema.CheckAnswer(call.Command, answer?.Json ?? s_empty);

            return answer;
        }
        catch (Exception e) when (e is not QmpTestErrorException && !cancellationToken.IsCancellationRequested)
        {
            throw new QmpTestErrorException($"The answer that On(\"{call.Command}\", ...) gave threw {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>Tells every client that a command found the queue full, as QEMU before 4.0 does; there is no other answer to it.</summary>
    internal void DropCommand(JsonElement? id) =>
        SendEventAsync("COMMAND_DROPPED", QmpValue.Parse($$"""{"reason": "queue-full", "id": {{id?.GetRawText() ?? "null"}}}"""));

    /// <summary>Ends every session where <c>quit</c> has been executed: its answer is on its way by now.</summary>
    internal void EndAfterQuit()
    {
        if (!_quit)
            return;

        _listener.Dispose();
        lock (_gate)
        {
            foreach (Session session in _sessions.Keys)
                session.End();
        }
    }

    private static (Socket Listener, string Endpoint) ListenAtPath(string path)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return (listener, $"unix:{path}");
    }

    private static (Socket Listener, string Endpoint) ListenAtPort()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return (listener, $"tcp:{listener.LocalEndPoint}");
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                Serve(new NetworkStream(await _listener.AcceptAsync(_closed).ConfigureAwait(false), ownsSocket: true));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private void Serve(Stream stream)
    {
        lock (_gate)
        {
            if (_quit || _closed.IsCancellationRequested)
            {
                stream.Dispose();
                throw new ObjectDisposedException(nameof(QmpTestServer));
            }

            Session session = NewSession(stream);
            _sessions.Add(session, Task.Run(() => ServeAsync(session)));
        }
    }

    private async Task ServeAsync(Session session)
    {
        await session.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _sessions.Remove(session);
        }

        session.Dispose();
    }
}
