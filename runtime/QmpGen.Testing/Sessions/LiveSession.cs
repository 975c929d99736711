using System.Text.Json;
using System.Threading.Channels;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>A session that executes commands with the handlers of the test.</summary>
/// <remarks>
/// The read loop executes out-of-band commands, as QEMU's I/O thread does. If out-of-band execution is off, it executes
/// all commands. Otherwise a second loop executes in-band commands from a queue of eight.
/// </remarks>
internal sealed class LiveSession(ILiveSessionHost host, Stream stream, CancellationToken closing)
    : ClientSession(host, stream, closing)
{
    // QMP_REQ_QUEUE_LEN_MAX in QEMU's monitor.
    private const int QueueCapacity = 8;

    private readonly ILiveSessionHost _host = host;
    private readonly ProtocolDialect _dialect = new(host.Version);
    private readonly RequestRules _rules = new(host.Version);
    private readonly Channel<TestRequest> _queue = Channel.CreateUnbounded<TestRequest>();
    private readonly SemaphoreSlim _freePlaces = new(QueueCapacity);
    private int _queuedCount;
    private volatile bool _negotiated;
    private bool _outOfBandEnabled;

    public override bool IsNegotiated => _negotiated;

    protected override bool IsGuestAgent => _host.Schema.IsGuestAgent;

    protected override RequestSyntax Syntax => _rules.Syntax;

    private bool UsesControlField => _dialect.UsesControlField && !IsGuestAgent;

    public override void Dispose()
    {
        base.Dispose();
        _freePlaces.Dispose();
    }

    protected override ReadOnlyMemory<byte> PrintGreeting() =>
        MessagePrinter.Monitor.PrintGreeting(_host.Version, _host.OffersOutOfBand);

    protected override TestRequest ReadRequest(RequestValue value) =>
        TestRequest.Read(
            value,
            UsesControlField,
            _outOfBandEnabled,
            acceptsIds: !IsGuestAgent || _dialect.AgentAcceptsIds
        );

    protected override async Task ExecuteQueueAsync()
    {
        await foreach (TestRequest request in _queue.Reader.ReadAllAsync(Ending).ConfigureAwait(false))
        {
            // A dialect that drops commands never waits for a free place.
            bool freesAfterwards =
                _dialect.FreesPlaceAfterExecution
                && !_dialect.DropsCommands
                && Volatile.Read(ref _queuedCount) == QueueCapacity;
            if (!freesAfterwards)
            {
                FreePlace();
            }

            await ExecuteAsync(request).ConfigureAwait(false);
            if (freesAfterwards)
            {
                FreePlace();
            }
        }
    }

    protected override async Task HandleAsync(TestRequest request)
    {
        QmpTestErrorException? fault = FindFault(request);
        ReceivedCall? received = _host.Record(request, fault);
        if (UsesControlField && fault is not null)
        {
            SendError(fault, id: null);
        }
        else if (!_outOfBandEnabled || request.Call.OutOfBand)
        {
            await ExecuteAsync(request).ConfigureAwait(false);
        }
        else
        {
            await EnqueueAsync(request, received).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(TestRequest request, ReceivedCall? received)
    {
        if (!_freePlaces.Wait(0, CancellationToken.None))
        {
            received?.Rejection = "the queue is full";
            _host.DropCommand(request.Id);
            return;
        }

        Interlocked.Increment(ref _queuedCount);
        _queue.Writer.TryWrite(request);
        if (_dialect.DropsCommands)
        {
            return;
        }

        // While the queue is full, QEMU does not read requests, including out-of-band ones.
        await _freePlaces.WaitAsync(Ending).ConfigureAwait(false);
        _freePlaces.Release();
    }

    private void FreePlace()
    {
        Interlocked.Decrement(ref _queuedCount);
        _freePlaces.Release();
    }

    private async Task ExecuteAsync(TestRequest request)
    {
        try
        {
            if (FindFault(request) is { } fault)
            {
                throw fault;
            }

            JsonElement result = IsNegotiation(request)
                ? await NegotiateAsync(request.Call).ConfigureAwait(false)
                : await _host.ExecuteAsync(request.Call, Ending).ConfigureAwait(false);
            if (_host.Schema.HasResponse(request.Call.Command))
            {
                SendReturn(request.Call.Command, result, request.Id);
            }
        }
        catch (InvalidOperationException e)
        {
            SendError(new QmpTestErrorException($"The result cannot be sent: {e.Message}"), request.Id);
        }
        catch (QmpTestErrorException e)
        {
            SendError(e, request.Id);
        }
        finally
        {
            request.Call.Responded?.Invoke();
        }

        _host.EndSessionsAfterQuit();
    }

    private async Task<JsonElement> NegotiateAsync(QmpTestCall call)
    {
        _host.Schema.CheckArguments(call.Command, call.Arguments);
        if (_negotiated)
        {
            throw new QmpTestErrorException(
                QmpTestErrorException.CommandNotFound,
                "Capabilities negotiation is already complete, command ignored"
            );
        }

        bool enables =
            call.Arguments.TryGetProperty("enable", out JsonElement capabilities) && capabilities.GetArrayLength() > 0;
        if (enables && !_host.OffersOutOfBand)
        {
            throw new QmpTestErrorException(
                UsesControlField ? "This monitor does not support Out-Of-Band (OOB)" : "Capability oob not available"
            );
        }

        JsonElement result = await _host.ExecuteAsync(call, Ending).ConfigureAwait(false);
        _outOfBandEnabled = enables;
        _negotiated = true;
        return result;
    }

    private bool IsNegotiation(TestRequest request) =>
        request.Call.Command == CommandNames.Negotiation && !IsGuestAgent;

    /// <summary>Finds the fault that QEMU reports before it checks the arguments.</summary>
    private QmpTestErrorException? FindFault(TestRequest request)
    {
        string command = request.Call.Command;
        bool isNegotiation = IsNegotiation(request);
        return request.Fault is not null ? request.Fault
            : !_negotiated && !IsGuestAgent && !isNegotiation
                ? new(
                    QmpTestErrorException.CommandNotFound,
                    "Expecting capabilities negotiation with 'qmp_capabilities'"
                )
            : !isNegotiation && !_host.Schema.Has(command)
                ? new(QmpTestErrorException.CommandNotFound, $"The command {command} has not been found")
            : request.Call.OutOfBand && !_outOfBandEnabled
                ? new("Please enable Out-Of-Band first for the session during capabilities negotiation")
            : request.Call.OutOfBand && !_host.Schema.AllowsOutOfBand(command)
                ? new($"The command {command} does not support OOB")
            : UsesControlField && _outOfBandEnabled && request.Id is null
                ? new("Out-Of-Band capability requires that every command contains an 'id' field")
            : null;
    }
}
