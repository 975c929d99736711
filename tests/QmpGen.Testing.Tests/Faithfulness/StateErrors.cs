namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>
/// Errors of QEMU's state that sound as if the schema had refused the request: the arguments are good, and it is the command itself that
/// does not want them now. They count as accepted, as all errors of state do.
/// </summary>
internal static class StateErrors
{
    /// <summary>Commands, what the request contains besides, how the error sounds, and why the schema is not its reason.</summary>
    public static IReadOnlyList<(string Command, string Part, RefusalKind Kind, string Reason)> All { get; } =
    [
        ("dump-guest-memory", "\"begin\":", RefusalKind.Missing, "'length' is optional in the schema; the command wants both or neither"),
        ("dump-guest-memory", "\"length\":", RefusalKind.Missing, "'begin' is optional in the schema; the command wants both or neither"),
        ("object-add", "\"canbus\":\"x\"", RefusalKind.WrongType, "a string to the schema; the object of that name, which an earlier request made, is no CAN bus"),
        ("object-add", "\"prealloc-context\":\"x\"", RefusalKind.WrongType, "a string to the schema; the object of that name is no thread context"),
    ];

    /// <summary>What QEMU says to a conversation, with errors of state taken for what they are.</summary>
    /// <param name="conversation">What was said.</param>
    /// <param name="kinds">How the answers sound.</param>
    /// <param name="schemaTakes">Whether the schema takes it, as far as the server knows.</param>
    public static RefusalKind[] Accept(Conversation conversation, RefusalKind[] kinds, bool schemaTakes) =>
        [.. kinds.Select(kind => schemaTakes && All.Any(item => Fits(item, conversation, kind)) ? RefusalKind.None : kind)];

    private static bool Fits((string Command, string Part, RefusalKind Kind, string Reason) item, Conversation conversation, RefusalKind kind) =>
        (item.Command, item.Kind) == (conversation.Command, kind) && conversation.Bytes.Contains(item.Part, StringComparison.Ordinal);
}
