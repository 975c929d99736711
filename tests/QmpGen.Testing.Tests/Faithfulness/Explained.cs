namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Where a real QEMU differs from the server, and why that is right.</summary>
internal static class Explained
{
    /// <summary>Commands, what the request contains besides, what QEMU says to it, what the server does, and the reason.</summary>
    public static IReadOnlyList<(string Command, string Part, RefusalKind Original, RefusalKind Copy, string Reason)> All { get; } =
    [
        ("dump-guest-memory", "\"begin\":", RefusalKind.Missing, RefusalKind.None, "optional in the schema; the command itself wants both or neither, which is state"),
        ("dump-guest-memory", "\"length\":", RefusalKind.Missing, RefusalKind.None, "optional in the schema; the command itself wants both or neither, which is state"),
        ("object-add", "\"x\"", RefusalKind.WrongType, RefusalKind.None, "a string to the schema; the object of that name, which an earlier request made, is of another class"),
    ];
}
