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

    /// <summary>The id, which also is the order of in-band requests.</summary>
    public long Id { get; set; }

    public string Command { get; } = command;

    /// <summary>Whether the command makes QEMU exit, which can end the connection before the response.</summary>
    public bool IsQuit { get; } = command == "quit";

    public bool OutOfBand { get; } = outOfBand;

    /// <summary>Whether the command sends a response when it succeeds. If not, the call completes when its request is
    /// written.</summary>
    public bool ExpectsResponse { get; } = expectsResponse;

    /// <summary>Whether the call counts toward the window until its response is received.</summary>
    public bool OccupiesWindow => !OutOfBand && ExpectsResponse;

    /// <summary>The descriptor to pass. The sender disposes it, or the caller if the request is never sent.</summary>
    public PassedDescriptor? Descriptor { get; } = descriptor;

    /// <summary>The JSON object with the arguments, until the request is sent.</summary>
    public byte[] Arguments { get; set; } = arguments;

    public Task<QmpMessage> Response => _response.Task;

    /// <summary>Whether the sender has taken the request, so that a response is due even if the call is
    /// canceled.</summary>
    public bool IsSent { get; set; }

    /// <summary>The place in a send queue, or null if the call is not queued.</summary>
    public LinkedListNode<QmpCall>? QueueNode { get; set; }

    public bool TryComplete(QmpMessage response) => _response.TrySetResult(response);

    public bool TryFail(Exception cause) => _response.TrySetException(cause);

    public bool TryCancel(CancellationToken token) => _response.TrySetCanceled(token);
}
