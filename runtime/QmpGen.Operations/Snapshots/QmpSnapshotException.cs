namespace QmpGen.Operations;

/// <summary>The exception that is thrown when a snapshot does not exist, or exists already.</summary>
/// <remarks>No command was sent that changes the machine.</remarks>
public sealed class QmpSnapshotException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="tag">The tag of the snapshot.</param>
    /// <param name="message">The snapshot, the reason and the remedy.</param>
    public QmpSnapshotException(string tag, string message)
        : base(message) => Tag = tag;

    /// <summary>The tag of the snapshot.</summary>
    public string Tag { get; }
}
