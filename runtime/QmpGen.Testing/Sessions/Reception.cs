namespace QmpGen.Testing.Sessions;

/// <summary>A command that was received, and what became of it.</summary>
internal sealed class Reception(QmpTestCall call)
{
    public QmpTestCall Call => call;

    /// <summary>Why it was refused, before anything of the test's saw it; null where it was not.</summary>
    public string? Refusal { get; set; }

    public override string ToString() => Refusal is null ? call.Text : $"{call.Text} (refused: {Refusal})";
}
