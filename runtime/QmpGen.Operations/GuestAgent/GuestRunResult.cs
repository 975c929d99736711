using System.Text;

namespace QmpGen.Operations;

/// <summary>The result of a program in the guest.</summary>
/// <remarks>The guest controls all values, so do not trust them.</remarks>
public sealed record GuestRunResult
{
    /// <summary>The process ID in the guest.</summary>
    public required long ProcessId { get; init; }

    /// <summary>The exit code, or null if a signal or an exception ended the program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program, such as 9 for SIGKILL; null if it exited.</summary>
    /// <remarks>On Windows, the code of an unhandled exception, such as <c>0xC0000005</c> as a negative
    /// number.</remarks>
    public int? Signal { get; init; }

    /// <summary>The bytes of the standard output.</summary>
    public ReadOnlyMemory<byte> OutputBytes { get; init; }

    /// <summary>The bytes of the standard error.</summary>
    public ReadOnlyMemory<byte> ErrorOutputBytes { get; init; }

    /// <summary>The standard output, decoded as UTF-8.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes.Span);

    /// <summary>The standard error, decoded as UTF-8.</summary>
    public string ErrorOutput => Encoding.UTF8.GetString(ErrorOutputBytes.Span);

    /// <summary>Whether the agent cut the standard output, which it does at 16 MiB.</summary>
    public bool IsOutputTruncated { get; init; }

    /// <summary>Whether the agent cut the standard error, which it does at 16 MiB.</summary>
    public bool IsErrorOutputTruncated { get; init; }

    /// <summary>Reads a reply to <c>guest-exec-status</c>.</summary>
    internal static GuestRunResult Read(long processId, QmpValue status) =>
        new()
        {
            ProcessId = processId,
            ExitCode = ReadInteger(status, "exitcode"),
            Signal = ReadInteger(status, "signal"),
            OutputBytes = ReadBytes(status, "out-data"),
            ErrorOutputBytes = ReadBytes(status, "err-data"),
            IsOutputTruncated = ReadFlag(status, "out-truncated"),
            IsErrorOutputTruncated = ReadFlag(status, "err-truncated"),
        };

    // Windows has unsigned codes, which .NET also reports as signed ones.
    private static int? ReadInteger(QmpValue status, string name) =>
        status.TryGetMember(name, out QmpValue? value) ? unchecked((int)value.GetInt64()) : null;

    private static bool ReadFlag(QmpValue status, string name) =>
        status.TryGetMember(name, out QmpValue? value) && value.GetBoolean();

    private static byte[] ReadBytes(QmpValue status, string name) =>
        status.TryGetMember(name, out QmpValue? value) ? value.Json.GetBytesFromBase64() : [];
}
