namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Inputs that a real QEMU must not execute. Those that it must reject are still compared.</summary>
internal static class SkippedInputs
{
    /// <summary>The command, a part of the request, and the reason to skip it.</summary>
    public static IReadOnlyList<(string Command, string Part, string Reason)> All { get; } =
    [
        ("quit", "", "ends QEMU"),
        ("pmemsave", "", "reads any amount of memory, and crashes QEMU if the amount is negative"),
        ("blockdev-reopen", "\"options\":[]", "crashes QEMU"),
        ("calc-dirty-rate", "\"mode\":\"dirty-", "crashes QEMU without KVM"),
        ("transaction", "block-dirty-bitmap-enable", "crashes QEMU"),
        ("object-add", "colo-compare", "crashes QEMU"),
        ("object-add", "\"queues\":", "crashes QEMU if the number is high"),
        ("object-add", "x-remote-object", "crashes QEMU without the machine that it requires"),
    ];

    /// <summary>Whether an input is on the list and a server would execute it.</summary>
    public static bool Contains(TestInput input, Rejection[] responses) =>
        responses.Any(response => response.Kind == RejectionKind.None)
        && All.Any(item => item.Command == input.Command && input.Bytes.Contains(item.Part, StringComparison.Ordinal));
}
