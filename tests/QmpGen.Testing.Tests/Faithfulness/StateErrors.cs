namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>
/// Errors of QEMU's state that sound as if the schema had refused the request: the arguments are good, and it is the
/// command itself that
/// does not want them now. They count as accepted, as all errors of state do.
/// </summary>
internal static class StateErrors
{
    /// <summary>Commands, what the request contains besides, how the error sounds, what it names, and why the schema is
    /// not its reason.</summary>
    public static IReadOnlyList<StateError> All { get; } =
    [
        new(
            "dump-guest-memory",
            "\"begin\":",
            RefusalKind.Missing,
            "'length'",
            "'length' is optional in the schema; the command wants both or neither"
        ),
        new(
            "dump-guest-memory",
            "\"length\":",
            RefusalKind.Missing,
            "'begin'",
            "'begin' is optional in the schema; the command wants both or neither"
        ),
        new(
            "object-add",
            "\"canbus\":\"x\"",
            RefusalKind.WrongType,
            "'canbus', expected: can-bus",
            "a string to the schema; the object of that name, which an earlier request made, is no CAN bus"
        ),
        new(
            "object-add",
            "\"prealloc-context\":\"x\"",
            RefusalKind.WrongType,
            "'prealloc-context', expected: thread-context",
            "a string to the schema; the object of that name is no thread context"
        ),
    ];

    /// <summary>What QEMU says to a conversation, with errors of state taken for what they are.</summary>
    /// <param name="conversation">What was said.</param>
    /// <param name="answers">What is answered.</param>
    /// <param name="schemaTakes">Whether the schema takes it, as far as the server knows.</param>
    public static RefusalKind[] Accept(Conversation conversation, Refusal[] answers, bool schemaTakes) =>
        [
            .. answers.Select(answer =>
                schemaTakes && All.Any(item => item.Fits(conversation, answer)) ? RefusalKind.None : answer.Kind
            ),
        ];

    /// <summary>One of them.</summary>
    internal sealed record StateError(string Command, string Part, RefusalKind Kind, string Named, string Reason)
    {
        public bool Fits(Conversation conversation, Refusal answer) =>
            (Command, Kind) == (conversation.Command, answer.Kind)
            && conversation.Bytes.Contains(Part, StringComparison.Ordinal)
            && answer.Description.Contains(Named, StringComparison.Ordinal);
    }
}
