using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>A request, and what its caller waits for.</summary>
/// <remarks>
/// <para>The outcome is decided once, on any thread. It is delivered as a work item, because the continuation of the
/// caller is user code.</para>
/// <para><see cref="QmpCallTable"/> protects the members that it sets.</para>
/// </remarks>
internal abstract class QmpCall(string command, byte[] arguments) : IThreadPoolWorkItem
{
    // Reading a larger response takes too long for the event loop.
    private const int MaxEventLoopBytes = 16 * 1024;

    private volatile Exception? _failure;
    private QmpResponse _response;
    private int _outcome; // of type Outcome

    private enum Outcome
    {
        None,
        Response,
        Failure,
    }

    public string Command { get; } = command;

    /// <summary>The JSON object with the arguments, until the request is sent.</summary>
    public byte[] Arguments { get; set; } = arguments;

    /// <summary>The options of the call.</summary>
    public QmpCallOptions Options { get; init; } = QmpCallOptions.Default;

    /// <summary>Whether the request is sent out-of-band.</summary>
    public bool OutOfBand { get; set; }

    /// <summary>The protocol of the connection, set before the call is queued.</summary>
    public QmpConversation Conversation { get; set; } = null!;

    /// <summary>Whether the command sends a response when it succeeds.</summary>
    /// <remarks>If not, the call completes when its request is written.</remarks>
    public bool ExpectsResponse { get; set; }

    /// <summary>The descriptor to pass.</summary>
    /// <remarks>The sender disposes it. If the request is never sent, the call disposes it.</remarks>
    public PassedDescriptor? Descriptor { get; set; }

    /// <summary>The timeout and cancellation, or null if the call has neither.</summary>
    public IDisposable? Watch { get; set; }

    /// <summary>Whether the command is <c>quit</c>, which can end the connection before the response.</summary>
    public bool IsQuit => Command == "quit";

    /// <summary>Whether the call counts toward the window until its response is received.</summary>
    public bool OccupiesWindow => !OutOfBand && ExpectsResponse;

    /// <summary>The id, which increases in the order of in-band requests. Set by the call table.</summary>
    public long Id { get; set; }

    /// <summary>Whether the sender has dequeued the request, so that a response can follow even after a cancellation.
    /// Set by the call table.</summary>
    public bool IsSent { get; set; }

    /// <summary>Whether a timeout or cancellation withdrew the call. Set by the call table.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Whether the call is in a <see cref="CallQueue"/>, which also sets its neighbors.</summary>
    public bool IsQueued { get; set; }

    public QmpCall? Previous { get; set; }

    public QmpCall? Next { get; set; }

    /// <summary>Whether the call has an outcome.</summary>
    public bool IsDecided => Volatile.Read(ref _outcome) != (int)Outcome.None;

    /// <summary>Whether the outcome is a response, which may still be read.</summary>
    public bool HasResponse => Volatile.Read(ref _outcome) == (int)Outcome.Response;

    /// <summary>The first failure, which can follow the response while it is read.</summary>
    public Exception? Failure => _failure;

    /// <summary>Completes the call with its response, unless it has an outcome.</summary>
    public bool TryComplete(QmpResponse response)
    {
        if (!TryDecide(Outcome.Response))
        {
            return false;
        }

        _response = response;
        if (response.Length <= MaxEventLoopBytes)
        {
            EventLoop.Schedule(this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return true;
    }

    /// <summary>Fails the call, unless it has an outcome.</summary>
    public bool TryFail(Exception cause)
    {
        _failure ??= cause;
        if (!TryDecide(Outcome.Failure))
        {
            return false;
        }

        EventLoop.Schedule(this);
        return true;
    }

    /// <summary>Delivers the outcome to the caller.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (!IsSent)
        {
            Descriptor?.Dispose();
        }

        if (HasResponse)
        {
            Deliver(_response);
        }
        else
        {
            Deliver(_failure!);
        }
    }

    /// <summary>Reads a response, stops the watch and completes the task of the caller.</summary>
    protected abstract void Deliver(QmpResponse response);

    /// <summary>Stops the watch and fails the task of the caller.</summary>
    protected abstract void Deliver(Exception failure);

    private bool TryDecide(Outcome outcome) =>
        Interlocked.CompareExchange(ref _outcome, (int)outcome, (int)Outcome.None) == (int)Outcome.None;
}

/// <summary>A request, and the task of its caller.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="command">The wire name of the command.</param>
/// <param name="arguments">The JSON object with the arguments, or empty.</param>
/// <param name="typedCommand">The command, or null if it is called by name.</param>
/// <param name="readResult">Reads the result.</param>
internal sealed class QmpCall<TResult>(
    string command,
    byte[] arguments,
    IQmpCommand? typedCommand,
    QmpResultReader<TResult> readResult
) : QmpCall(command, arguments)
{
    // Reading a smaller response takes too little time to check the timeout.
    private const int MinStoppableBytes = 64 * 1024;

    private readonly TaskCompletionSource<TResult> _result = new();

    public Task<TResult> Result => _result.Task;

    protected override void Deliver(QmpResponse response)
    {
        TResult result;
        try
        {
            result = Read(response);
        }
        catch (Exception e)
        {
            Deliver(e);
            return;
        }

        Watch?.Dispose();
        _result.TrySetResult(result);
    }

    protected override void Deliver(Exception failure)
    {
        Watch?.Dispose();
        if (failure is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token })
        {
            _result.TrySetCanceled(token);
        }
        else
        {
            _result.TrySetException(failure);
        }
    }

    private TResult Read(QmpResponse response)
    {
        try
        {
            if (response.IsError)
            {
                if (!JsonValidator.IsValid(response.Payload.Span))
                {
                    throw new QmpProtocolException($"The error of '{Command}' is not valid JSON.");
                }

                (string errorClass, string description) = response.ReadError();
                throw new QmpCommandException(Command, errorClass, description);
            }

            bool canStop = response.Payload.Length >= MinStoppableBytes;
            QmpReadContext context = Conversation.CreateReadContext(Command, canStop ? GetStopReason : null);
            return readResult(typedCommand, response.Payload, context);
        }
        finally
        {
            response.Return();
        }
    }

    /// <summary>Returns the failure that stops reading: a timeout, a cancellation, or the end of the client.</summary>
    private Exception? GetStopReason() =>
        Failure
        ?? (
            Conversation.Calls is { HasEnded: true, Cause: null }
                ? ConnectionEnded.CreateException($"The response to '{Command}' was not read", cause: null)
                : null
        );
}
