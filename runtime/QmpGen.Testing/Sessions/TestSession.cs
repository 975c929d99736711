using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>
/// One client's session. The reading loop executes what is out-of-band, as QEMU's I/O thread does, and everything while out-of-band execution
/// is off; else in-band commands wait in a queue of eight for the answering loop. What is said goes through a queue without bound, as in QEMU.
/// A guest agent greets nobody, negotiates nothing and ends its lines with LF alone.
/// </summary>
internal sealed class TestSession : IDisposable
{
    // QMP_REQ_QUEUE_LEN_MAX in QEMU's monitor.
    private const int QueueLength = 8;

    private static readonly byte[] s_delimiter = [0xFF];

    private readonly QmpTestServer _server;
    private readonly Stream _stream;
    private readonly CancellationToken _closing;
    private readonly CancellationTokenSource _ending;
    private readonly Channel<TestRequest> _queue = Channel.CreateUnbounded<TestRequest>();
    private readonly Channel<byte[]> _output = Channel.CreateUnbounded<byte[]>();
    private readonly SemaphoreSlim _room = new(QueueLength);
    private volatile bool _negotiated;
    private bool _outOfBand;

    /// <summary>Makes a session.</summary>
    /// <param name="server">Whose it is.</param>
    /// <param name="stream">The connection, closed when the session ends.</param>
    /// <param name="closing">Cancelled when the server closes.</param>
    public TestSession(QmpTestServer server, Stream stream, CancellationToken closing)
    {
        _server = server;
        _stream = stream;
        _closing = closing;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
    }

    /// <summary>Whether the client has negotiated: before that it hears no events.</summary>
    public bool IsNegotiated => _negotiated;

    private QmpTestServerOptions Options => _server.Options;

    private bool IsAgent => _server.Schema.IsGuestAgents;

    private bool UsesControlField => Options.UsesControlField && !IsAgent;

    /// <summary>Says something to the client, after all that was said before.</summary>
    /// <param name="message">What, without the line's end.</param>
    public void Send(byte[] message) => _output.Writer.TryWrite([.. message, .. IsAgent ? "\n"u8 : "\r\n"u8]);

    /// <summary>Ends the session once what was said has been written.</summary>
    public void End() => _ending.Cancel();

    /// <summary>Serves the client until it leaves, or the session is ended, or the server closes. Never fails.</summary>
    public async Task RunAsync()
    {
        if (IsAgent)
            _output.Writer.TryWrite(Options.Noise.ToArray());
        else
            Send(AnswerText.Greeting(Options.Version, Options.OffersOutOfBand));

        Task writing = UntilEndAsync(WriteAsync);
        Task answering = UntilEndAsync(AnswerQueueAsync);
        await UntilEndAsync(ReadAsync).ConfigureAwait(false);
        End();
        await answering.ConfigureAwait(false);
        _output.Writer.Complete();
        await writing.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _ending.Dispose();
        _room.Dispose();
    }

    /// <summary>Runs a loop to its end, which may be that of the connection or of the session.</summary>
    private static async Task UntilEndAsync(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task WriteAsync()
    {
        await foreach (byte[] line in _output.Reader.ReadAllAsync(_closing).ConfigureAwait(false))
        {
            if (!await _server.Fault.WriteAsync(_stream, line, _closing).ConfigureAwait(false))
            {
                End();
                return;
            }
        }
    }

    private async Task ReadAsync()
    {
        RequestStream requests = new();
        byte[] buffer = new byte[4096];
        while (await _stream.ReadAsync(buffer, _ending.Token).ConfigureAwait(false) is > 0 and int length)
        {
            for (int i = 0; i < length; i++)
            {
                requests.Feed(buffer[i]);
                while (requests.TryTake(out RequestValue? value))
                    await TakeAsync(Read(value)).ConfigureAwait(false);
            }
        }
    }

    private TestRequest Read(RequestValue value) => TestRequest.Read(value, UsesControlField, _outOfBand, takesIds: !IsAgent || Options.AgentTakesIds);

    private async Task AnswerQueueAsync()
    {
        await foreach (TestRequest request in _queue.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
        {
            _room.Release();
            await ExecuteAsync(request).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(TestRequest request)
    {
        _server.Record(request);
        if (UsesControlField && FaultOf(request) is { } fault)
            Send(AnswerText.Error(fault, id: null));
        else if (!_outOfBand || request.Call.OutOfBand)
            await ExecuteAsync(request).ConfigureAwait(false);
        else
            await EnqueueAsync(request).ConfigureAwait(false);
    }

    private async Task EnqueueAsync(TestRequest request)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            _server.DropCommand(request.Id);
            return;
        }

        _queue.Writer.TryWrite(request);
        if (Options.DropsCommands)
            return;

        // Nothing more is read while the queue is full, not even an out-of-band request.
        await _room.WaitAsync(_ending.Token).ConfigureAwait(false);
        _room.Release();
    }

    private async Task ExecuteAsync(TestRequest request)
    {
        try
        {
            if (FaultOf(request) is { } fault)
                throw fault;

            QmpValue? result = IsNegotiation(request)
                ? await NegotiateAsync(request.Call).ConfigureAwait(false)
                : await _server.AnswerAsync(request.Call, _ending.Token).ConfigureAwait(false);
            if (_server.Schema.IsAnswered(request.Call.Command))
                Send([.. request.Call.Command == QmpTestServer.DelimitedSync ? s_delimiter : [], .. AnswerText.Return(result, request.Id)]);
        }
        catch (QmpTestErrorException e)
        {
            Send(AnswerText.Error(e, request.Id));
        }

        _server.EndAfterQuit();
    }

    private async Task<QmpValue?> NegotiateAsync(QmpTestCall call)
    {
        _server.Check(call);
        if (_negotiated)
            throw new QmpTestErrorException(QmpTestErrorException.CommandNotFound, "Capabilities negotiation is already complete, command ignored");

        bool enables = call.Arguments.TryGetProperty("enable", out JsonElement capabilities) && capabilities.GetArrayLength() > 0;
        if (enables && !Options.OffersOutOfBand)
        {
            throw new QmpTestErrorException(
                UsesControlField ? "This monitor does not support Out-Of-Band (OOB)" : "Capability oob not available");
        }

        QmpValue? result = await _server.AnswerAsync(call, _ending.Token).ConfigureAwait(false);
        _outOfBand = enables;
        _negotiated = true;
        return result;
    }

    private bool IsNegotiation(TestRequest request) => request.Call.Command == QmpTestServer.Negotiation && !IsAgent;

    /// <summary>What QEMU finds wrong with a request before it looks at the arguments.</summary>
    private QmpTestErrorException? FaultOf(TestRequest request)
    {
        string command = request.Call.Command;
        bool isNegotiation = IsNegotiation(request);
        return request.Fault is not null ? request.Fault
            : !_negotiated && !IsAgent && !isNegotiation
                ? new(QmpTestErrorException.CommandNotFound, "Expecting capabilities negotiation with 'qmp_capabilities'")
            : !isNegotiation && !_server.Schema.Has(command)
                ? new(QmpTestErrorException.CommandNotFound, $"The command {command} has not been found")
            : request.Call.OutOfBand && !_outOfBand ? new("Please enable Out-Of-Band first for the session during capabilities negotiation")
            : request.Call.OutOfBand && !_server.Schema.AllowsOutOfBand(command) ? new($"The command {command} does not support OOB")
            : UsesControlField && _outOfBand && request.Id is null
                ? new("Out-Of-Band capability requires that every command contains an 'id' field")
            : null;
    }
}
