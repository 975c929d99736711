namespace QmpGen;

/// <summary>A request and whoever waits for its answer. <see cref="Sent"/> and <see cref="Place"/> belong to the table that it is in.</summary>
internal sealed class QmpCall(long id, string command, bool outOfBand, bool isAnswered, ReadOnlyMemory<byte> request)
{
    private readonly TaskCompletionSource<QmpMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;

    public string Command { get; } = command;

    public bool OutOfBand { get; } = outOfBand;

    /// <summary>Whether it is answered when it succeeds. If not, it ends for the caller when its request has been written.</summary>
    public bool IsAnswered { get; } = isAnswered;

    /// <summary>Whether it has a place in the window while its answer is due.</summary>
    public bool TakesPlace => !OutOfBand && IsAnswered;

    public ReadOnlyMemory<byte> Request { get; set; } = request;

    public Task<QmpMessage> Answer => _answer.Task;

    /// <summary>Whether it has been handed to the writer: from then on its answer is due, whether somebody waits for it or not.</summary>
    public bool Sent { get; set; }

    /// <summary>Where it waits to be sent.</summary>
    public LinkedListNode<QmpCall>? Place { get; set; }

    /// <summary>Gives the answer to the caller.</summary>
    /// <returns>False where the caller no longer waits.</returns>
    public bool Complete(QmpMessage answer) => _answer.TrySetResult(answer);

    public bool Fail(Exception cause) => _answer.TrySetException(cause);

    public bool Cancel(CancellationToken token) => _answer.TrySetCanceled(token);
}
