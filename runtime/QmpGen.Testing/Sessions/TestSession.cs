using System.Text.Json;
using System.Threading.Channels;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>
/// A session whose commands are executed by the test's handlers. The reading loop executes what is out-of-band, as
/// QEMU's I/O thread does, and everything while
/// out-of-band execution is off; else in-band commands wait in a queue of eight for the answering loop.
/// </summary>
internal sealed class TestSession(QmpTestServer server, Stream stream, CancellationToken closing)
    : Session(server, stream, closing)
{
    // QMP_REQ_QUEUE_LEN_MAX in QEMU's monitor.
    private const int QueueLength = 8;

    private readonly Channel<TestRequest> _queue = Channel.CreateUnbounded<TestRequest>();
    private readonly SemaphoreSlim _room = new(QueueLength);
    private int _waiting;
    private volatile bool _negotiated;
    private bool _outOfBand;

    public override bool IsNegotiated => _negotiated;

    protected override bool IsAgent => Server.Schema.IsGuestAgents;

    private QmpTestServerOptions Options => Server.Options;

    private bool UsesControlField => Options.UsesControlField && !IsAgent;

    public override void Dispose()
    {
        base.Dispose();
        _room.Dispose();
    }

    protected override byte[] Greeting() => AnswerText.Greeting(Options.Version, Options.OffersOutOfBand);

    protected override TestRequest Read(RequestValue value) =>
        TestRequest.Read(value, UsesControlField, _outOfBand, takesIds: !IsAgent || Options.AgentTakesIds);

    protected override async Task AnswerQueueAsync()
    {
        await foreach (TestRequest request in _queue.Reader.ReadAllAsync(Ending).ConfigureAwait(false))
        {
            // Where commands are dropped, nobody waits for room.
            bool isLate = Options.MakesRoomLate && !Options.DropsCommands && Volatile.Read(ref _waiting) == QueueLength;
            if (!isLate)
            {
                MakeRoom();
            }

            await ExecuteAsync(request).ConfigureAwait(false);
            if (isLate)
            {
                MakeRoom();
            }
        }
    }

    protected override async Task TakeAsync(TestRequest request)
    {
        QmpTestErrorException? fault = FaultOf(request);
        Reception? reception = Server.Record(request, fault);
        if (UsesControlField && fault is not null)
        {
            Send(AnswerText.Error(fault, id: null));
        }
        else if (!_outOfBand || request.Call.OutOfBand)
        {
            await ExecuteAsync(request).ConfigureAwait(false);
        }
        else
        {
            await EnqueueAsync(request, reception).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(TestRequest request, Reception? reception)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            reception?.Refusal = "the queue is full";
            Server.DropCommand(request.Id);
            return;
        }

        Interlocked.Increment(ref _waiting);
        _queue.Writer.TryWrite(request);
        if (Options.DropsCommands)
        {
            return;
        }

        // Nothing more is read while the queue is full, not even an out-of-band request.
        await _room.WaitAsync(Ending).ConfigureAwait(false);
        _room.Release();
    }

    private void MakeRoom()
    {
        Interlocked.Decrement(ref _waiting);
        _room.Release();
    }

    private async Task ExecuteAsync(TestRequest request)
    {
        try
        {
            if (FaultOf(request) is { } fault)
            {
                throw fault;
            }

            string result = IsNegotiation(request)
                ? await NegotiateAsync(request.Call).ConfigureAwait(false)
                : await Server.AnswerAsync(request.Call, Ending).ConfigureAwait(false);
            if (Server.Schema.IsAnswered(request.Call.Command))
            {
                Send([
                    .. request.Call.Command == QmpTestServer.DelimitedSync ? Delimiter : [],
                    .. AnswerText.Return(result, request.Id),
                ]);
            }
        }
        catch (QmpTestErrorException e)
        {
            Send(AnswerText.Error(e, request.Id));
        }

        Server.EndAfterQuit();
    }

    private async Task<string> NegotiateAsync(QmpTestCall call)
    {
        Server.Check(call);
        if (_negotiated)
        {
            throw new QmpTestErrorException(
                QmpTestErrorException.CommandNotFound,
                "Capabilities negotiation is already complete, command ignored"
            );
        }

        bool enables =
            call.Arguments.TryGetProperty("enable", out JsonElement capabilities) && capabilities.GetArrayLength() > 0;
        if (enables && !Options.OffersOutOfBand)
        {
            throw new QmpTestErrorException(
                UsesControlField ? "This monitor does not support Out-Of-Band (OOB)" : "Capability oob not available"
            );
        }

        string result = await Server.AnswerAsync(call, Ending).ConfigureAwait(false);
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
                ? new(
                    QmpTestErrorException.CommandNotFound,
                    "Expecting capabilities negotiation with 'qmp_capabilities'"
                )
            : !isNegotiation && !Server.Schema.Has(command)
                ? new(QmpTestErrorException.CommandNotFound, $"The command {command} has not been found")
            : request.Call.OutOfBand && !_outOfBand
                ? new("Please enable Out-Of-Band first for the session during capabilities negotiation")
            : request.Call.OutOfBand && !Server.Schema.AllowsOutOfBand(command)
                ? new($"The command {command} does not support OOB")
            : UsesControlField && _outOfBand && request.Id is null
                ? new("Out-Of-Band capability requires that every command contains an 'id' field")
            : null;
    }
}
