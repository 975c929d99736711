namespace QmpGen;

/// <summary>A request and whoever waits for its answer. <see cref="Id"/>, <see cref="Sent"/> and <see cref="Place"/>
/// belong to the table that it is in.</summary>
internal sealed class QmpCall(
    string command,
    byte[] arguments,
    bool outOfBand,
    bool isAnswered,
    PassedDescriptor? descriptor
)
{
    private readonly TaskCompletionSource<QmpMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its number. In-band calls are sent in the order of theirs.</summary>
    public long Id { get; set; }

    public string Command { get; } = command;

    public bool OutOfBand { get; } = outOfBand;

    /// <summary>Whether it is answered when it succeeds. If not, it ends for the caller when its request has been
    /// written.</summary>
    public bool IsAnswered { get; } = isAnswered;

    /// <summary>Whether it has a place in the window while its answer is due.</summary>
    public bool TakesPlace => !OutOfBand && IsAnswered;

    /// <summary>What goes to QEMU beside the bytes of the request. Let go of by the sender or, where that never got it,
    /// by the caller.</summary>
    public PassedDescriptor? Descriptor { get; } = descriptor;

    /// <summary>Its arguments with their braces, until they have been sent.</summary>
    public byte[] Arguments { get; set; } = arguments;

    public Task<QmpMessage> Answer => _answer.Task;

    /// <summary>Whether it has been handed to the writer: from then on its answer is due, whether somebody waits for it
    /// or not.</summary>
    public bool Sent { get; set; }

    /// <summary>Where it waits to be sent.</summary>
    public LinkedListNode<QmpCall>? Place { get; set; }

    /// <summary>Gives the answer to the caller.</summary>
    /// <returns>False where the caller no longer waits.</returns>
    public bool Complete(QmpMessage answer) => _answer.TrySetResult(answer);

    public bool Fail(Exception cause) => _answer.TrySetException(cause);

    public bool Cancel(CancellationToken token) => _answer.TrySetCanceled(token);
}
