namespace QmpGen.Testing.Sessions;

/// <summary>What the server answers to a command that it has executed.</summary>
/// <param name="Value">The value of the answer's <c>return</c>; null for <c>{}</c>.</param>
/// <param name="Error">The error instead.</param>
internal sealed record TestReply(QmpValue? Value, QmpTestErrorException? Error = null)
{
    /// <summary>Whether there is no answer, but the end of the connection.</summary>
    public bool EndsSession { get; init; }

    /// <summary>What happens when it has its place among what is being sent.</summary>
    public Action? Afterwards { get; init; }
}
