namespace QmpGen.Testing.Requests;

/// <summary>A command that the server received, and whether it was rejected.</summary>
internal sealed class ReceivedCall(QmpTestCall call)
{
    public QmpTestCall Call => call;

    /// <summary>The reason why the server rejected the command before a handler ran, or null.</summary>
    public string? Rejection { get; set; }

    public override string ToString() => Rejection is null ? call.Text : $"{call.Text} (rejected: {Rejection})";
}
