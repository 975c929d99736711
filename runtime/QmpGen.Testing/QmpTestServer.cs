using System.Collections.Concurrent;
using System.Text.Json;
using QmpGen.Testing.Replay;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>
/// A QMP server in the test's own process. It speaks the protocol as QEMU does (greeting, negotiation, ids, errors,
/// events, out-of-band
/// execution) or, where the schema has <c>guest-sync-delimited</c>, as a guest agent does. It refuses commands and
/// arguments that are not in its schema dump. What commands answer is up to the test:
/// <see cref="On(string, Func{QmpTestCall, QmpValue?})"/>.
/// </summary>
/// <remarks>
/// Safe for use by several threads. Any number of clients may be connected, unlike at a QEMU monitor, which serves one.
/// Within a session in-band
/// commands are executed one after another, and out-of-band ones beside them.
/// </remarks>
public sealed partial class QmpTestServer : IAsyncDisposable
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<Reception> _received = [];
    private volatile QmpTestFault _fault = QmpTestFault.None;
    private volatile bool _quit;

    private QmpTestServer(TestSchema schema, QmpTestServerOptions options, Recording? recording = null)
    {
        Schema = schema;
        _recording = recording;
        Options = options;
        _closed = _closing.Token;
        _disposal = new Lazy<Task>(CloseAsync);
        if (recording is null)
        {
            AddBuiltInAnswers();
        }

        try
        {
            (_listener, Endpoint) = options.UseTcp
                ? ListenAtPort()
                : ListenAtPath(Path.Combine(_directory.FullName, "qmp"));
        }
        catch
        {
            _directory.Delete(recursive: true);
            throw;
        }

        _accepting = AcceptAsync();
    }

    private delegate Task<QmpValue?> Handler(QmpTestCall call, CancellationToken cancellationToken);

    /// <summary>Where the server listens, such as <c>unix:/tmp/qmpgen-x1y2z3/qmp</c> or <c>tcp:127.0.0.1:40123</c>. The
    /// socket and its directory go with the server.</summary>
    public string Endpoint { get; }

    /// <summary>The commands received so far, whether they were executed or refused, in the order of their arrival.
    /// Negotiation and synchronisation are
    /// included: a client of a guest agent sends <c>guest-sync-delimited</c> before and after every command.</summary>
    public IReadOnlyList<QmpTestCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _received.Select(reception => reception.Call)];
            }
        }
    }

    internal QmpTestFault Fault => _fault;

    internal Transcript Transcript { get; } = new();

    internal QmpTestServerOptions Options { get; }

    internal TestSchema Schema { get; }

    /// <summary>Starts a server, which listens when the call returns.</summary>
    /// <param name="schemaJson">The dump that says which commands there are: the array of <c>query-qmp-schema</c>, the
    /// reply that holds it, or
    /// a transcript.</param>
    /// <param name="options">Which QEMU it is like; null for the defaults.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The text is no dump; or the path of the directory for temporary files is too
    /// long for a socket in it.</exception>
    /// <exception cref="IOException">No directory can be made for the socket.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot listen there.</exception>
    public static QmpTestServer Start(string schemaJson, QmpTestServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        return new QmpTestServer(TestSchema.Read(schemaJson), options ?? new QmpTestServerOptions());
    }

    /// <summary>Says what a command answers, in place of what was said before.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="answer">Gives the value of the answer's <c>return</c>; null is <c>{}</c>. Throws
    /// <see cref="QmpTestErrorException"/> to
    /// answer an error; any other exception is answered as a <c>GenericError</c> that names it. Where the schema says
    /// <c>"success-response": false</c>,
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
    /// <param name="answer">Gives the value of the answer's <c>return</c>; null is <c>{}</c>. Throws
    /// <see cref="QmpTestErrorException"/> to
    /// answer an error; any other exception is answered as a <c>GenericError</c> that names it. Its token is cancelled
    /// when the session ends,
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

    /// <summary>Sends an event to every client that has negotiated. From within a handler it goes out before the
    /// command's answer, as it does
    /// in QEMU. A guest agent has no events, so its clients hear nothing.</summary>
    /// <param name="name">The wire name; one that the schema lacks is sent too, as a newer QEMU does.</param>
    /// <param name="data">A JSON object; null for an event without data.</param>
    /// <returns>Completes when the event has its place among what is being sent. It does not wait for a client to read,
    /// as QEMU does not.</returns>
    /// <exception cref="ArgumentException">The data are no JSON object, or a text in them is no valid
    /// Unicode.</exception>
    public Task SendEventAsync(string name, QmpValue? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (data is { Kind: not JsonValueKind.Object })
        {
            throw new ArgumentException($"The data of an event are a JSON object, not {data}.", nameof(data));
        }

        byte[] message = EventOf(name, data);
        lock (_gate)
        {
            foreach (Session session in _sessions.Keys.Where(session => session.IsNegotiated))
            {
                session.Send(message);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes something go wrong with all that is said from now on, to every client, in place of what went
    /// wrong before.</summary>
    /// <param name="fault">What; <see cref="QmpTestFault.None"/> ends it.</param>
    public void Inject(QmpTestFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _fault = fault;
    }

    /// <summary>A number for messages: sessions are counted from 1.</summary>
    internal int NextSession() => Interlocked.Increment(ref _lastSession);

    /// <summary>Keeps a command that was received.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">What is wrong with it before its arguments are looked at.</param>
    /// <returns>What is kept; null where it names no command.</returns>
    internal Reception? Record(TestRequest request, QmpTestErrorException? fault)
    {
        if (request.Fault is not null)
        {
            return null;
        }

        Reception reception = new(request.Call) { Refusal = fault?.Description };
        lock (_gate)
        {
            _received.Add(reception);
        }

        return reception;
    }

    internal void Check(QmpTestCall call) => Schema.Check(call.Command, call.Arguments);

    /// <summary>Executes a command.</summary>
    /// <returns>What it returns, printed.</returns>
    /// <exception cref="QmpTestErrorException">The answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    internal async Task<string> AnswerAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        Check(call);
        await PassHoldsAsync(call, cancellationToken).ConfigureAwait(false);
        if (!_handlers.TryGetValue(call.Command, out Handler? handler))
        {
            throw new QmpTestErrorException(
                $"The test server has no answer for '{call.Command}': give it one with On(\"{call.Command}\", ...)"
            );
        }

        try
        {
            // Neither a handler that blocks nor one that ignores the token may keep the session from ending.
            QmpValue? answer = await Task.Run(() => handler(call, cancellationToken), cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
            if (Options.CheckAnswers)
            {
                Schema.CheckAnswer(call.Command, answer?.Json ?? s_empty);
            }

            return AnswerText.Print(answer?.Json ?? s_empty);
        }
        catch (Exception e) when (e is not QmpTestErrorException)
        {
            // A handler may fail in its own way when its session ends.
            cancellationToken.ThrowIfCancellationRequested();
            throw new QmpTestErrorException(
                $"The answer that On(\"{call.Command}\", ...) gave threw {e.GetType().Name}: {e.Message}"
            );
        }
    }

    /// <summary>Tells every client that a command found the queue full, as QEMU before 4.0 does; there is no other
    /// answer to it.</summary>
    internal void DropCommand(JsonElement? id) =>
        _ = SendEventAsync(
            "COMMAND_DROPPED",
            QmpValue.Parse($$"""{"reason": "queue-full", "id": {{id?.GetRawText() ?? "null"}}}""")
        );

    /// <summary>Ends every session where <c>quit</c> has been executed: its answer is on its way by now.</summary>
    internal void EndAfterQuit()
    {
        if (!_quit)
        {
            return;
        }

        _listener.Dispose();
        lock (_gate)
        {
            foreach (Session session in _sessions.Keys)
            {
                session.End();
            }
        }
    }

    private static byte[] EventOf(string name, QmpValue? data)
    {
        try
        {
            return AnswerText.Event(name, data?.Json);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"The data of '{name}' cannot be sent: {e.Message}", nameof(data), e);
        }
    }
}
