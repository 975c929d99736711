namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>What a real QEMU is not made to execute. It is still asked for what it must refuse.</summary>
internal static class NotRun
{
    /// <summary>Commands, what the request must contain besides for the reason to hold, and the reason.</summary>
    public static IReadOnlyList<(string Command, string Part, string Reason)> All { get; } =
    [
        ("quit", "", "ends QEMU"),
        (
            "pmemsave",
            "",
            "reads as much memory as it is told to, however much there is, and crashes QEMU where that is negative"
        ),
        ("blockdev-reopen", "\"options\":[]", "crashes QEMU"),
        ("calc-dirty-rate", "\"mode\":\"dirty-", "crashes QEMU without KVM"),
        ("transaction", "block-dirty-bitmap-enable", "crashes QEMU"),
        ("object-add", "colo-compare", "crashes QEMU"),
        ("object-add", "\"queues\":", "crashes QEMU where there are many"),
        ("object-add", "x-remote-object", "crashes QEMU without its machine"),
    ];

    /// <summary>Whether a conversation is on the list, and a server would execute it.</summary>
    public static bool Contains(Conversation conversation, Refusal[] said) =>
        said.Any(answer => answer.Kind == RefusalKind.None)
        && All.Any(item =>
            item.Command == conversation.Command && conversation.Bytes.Contains(item.Part, StringComparison.Ordinal)
        );
}
