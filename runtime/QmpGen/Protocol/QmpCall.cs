namespace QmpGen;

/// <summary>A request and the task of its caller.</summary>
/// <remarks><see cref="QmpCallTable"/> sets <see cref="Id"/>, <see cref="IsSent"/> and
/// <see cref="QueueNode"/>.</remarks>
internal sealed class QmpCall(
    string command,
    byte[] arguments,
    bool outOfBand,
    bool expectsResponse,
    PassedDescriptor? descriptor
)
{
    private readonly TaskCompletionSource<QmpMessage> _response = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile Exception? _failure;

    /// <summary>The id, which increases in the order of in-band requests.</summary>
    public long Id { get; set; }

    public string Command { get; } = command;

    /// <summary>Whether the command is <c>quit</c>, which can end the connection before the response.</summary>
    public bool IsQuit { get; } = command == "quit";

    public bool OutOfBand { get; } = outOfBand;

    /// <summary>Whether the command sends a response when it succeeds.</summary>
    /// <remarks>If not, the call completes when its request is written.</remarks>
    public bool ExpectsResponse { get; } = expectsResponse;

    /// <summary>Whether the call counts toward the window until its response is received.</summary>
    public bool OccupiesWindow => !OutOfBand && ExpectsResponse;

    /// <summary>The descriptor to pass.</summary>
    /// <remarks>The sender disposes it. If the request is never sent, the caller disposes it.</remarks>
    public PassedDescriptor? Descriptor { get; } = descriptor;

    /// <summary>The JSON object with the arguments, until the request is sent.</summary>
    public byte[] Arguments { get; set; } = arguments;

    public Task<QmpMessage> Response => _response.Task;

    /// <summary>Whether the sender has dequeued the request, so that a response can follow even after a
    /// cancellation.</summary>
    public bool IsSent { get; set; }

    /// <summary>The place in a send queue, or null if the call is not queued.</summary>
    public LinkedListNode<QmpCall>? QueueNode { get; set; }

    /// <summary>The first failure, which can follow the response while the caller reads it.</summary>
    public Exception? Failure => _failure;

    public bool TryComplete(QmpMessage response) => _response.TrySetResult(response);

    public bool TryFail(Exception cause)
    {
        _failure ??= cause;
        return _response.TrySetException(cause);
    }

    public bool TryCancel(CancellationToken token)
    {
        _failure ??= new OperationCanceledException(token);
        return _response.TrySetCanceled(token);
    }
}
