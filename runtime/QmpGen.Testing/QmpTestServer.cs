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
/// arguments that do not fit its schema. The test sets the results:
/// <see cref="On(string, Func{QmpTestCall, QmpValue?})"/>.</para>
/// <para>Safe for use by several threads. Any number of clients can connect, while a QEMU monitor serves only one. A
/// session executes in-band commands one after another, and out-of-band commands at the same time.</para>
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
        if (recording is null)
        {
            AddBuiltInHandlers();
        }

        try
        {
            (_listener, Endpoint) = options.UseTcp
                ? ListenOnPort()
                : ListenOnPath(Path.Combine(_directory.FullName, "qmp"));
        }
        catch
        {
            _directory.Delete(recursive: true);
            throw;
        }

        _accepting = AcceptAsync();
    }

    /// <summary>The endpoint, such as <c>unix:/tmp/qmpgen-x1y2z3/qmp</c> or <c>tcp:127.0.0.1:40123</c>.</summary>
    /// <remarks>The server deletes its socket when it is disposed.</remarks>
    public string Endpoint { get; }

    /// <summary>The commands that the server received, executed or rejected, in the order of their arrival.</summary>
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

    /// <summary>Starts a server. It listens when the call returns.</summary>
    /// <param name="schemaJson">The schema dump: the array that <c>query-qmp-schema</c> returns, the reply that
    /// contains it, or a transcript.</param>
    /// <param name="options">The options. Null for the defaults.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The text is not a schema dump, or the path of the directory for temporary
    /// files is too long for a socket.</exception>
    /// <exception cref="IOException">The directory for the socket cannot be created.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot listen.</exception>
    public static QmpTestServer Start(string schemaJson, QmpTestServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        return new QmpTestServer(TestSchema.Read(schemaJson), options ?? new QmpTestServerOptions());
    }

    /// <summary>Sends an event to every client that has negotiated.</summary>
    /// <remarks>An event that a handler sends precedes the response to its command, as in QEMU. A guest agent does not
    /// send events.</remarks>
    /// <param name="name">The wire name. It need not be in the schema, because a newer QEMU can send other
    /// events.</param>
    /// <param name="data">A JSON object. Null for an event without data.</param>
    /// <returns>Completes when the event is queued. As in QEMU, a client that does not read has no influence.</returns>
    /// <exception cref="ArgumentException">The data is not a JSON object, or a string in it is not valid
    /// Unicode.</exception>
    public Task SendEventAsync(string name, QmpValue? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (data is { Kind: not JsonValueKind.Object })
        {
            throw new ArgumentException($"Event data must be a JSON object, but is {data}.", nameof(data));
        }

        byte[] message = PrintEvent(name, data);
        lock (_gate)
        {
            foreach (ClientSession session in _sessions.Keys.Where(session => session.IsNegotiated))
            {
                session.Send(message);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Applies a fault to everything that the server sends to any client from now on.</summary>
    /// <param name="fault">The fault, which replaces an earlier one. <see cref="QmpTestFault.None"/> ends it.</param>
    public void Inject(QmpTestFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _fault = fault;
    }

<<<<<<< ours
    private static byte[] PrintEvent(string name, QmpValue? data)
=======
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
>>>>>>> theirs
    {
        try
        {
            return MessagePrinter.PrintEvent(name, data?.Json);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"The data of the event '{name}' cannot be sent: {e.Message}", nameof(data), e);
        }
    }
}
