namespace QmpGen.Operations;

/// <summary>The progress of a migration, as <c>query-migrate</c> reports it.</summary>
/// <remarks>The destination only reports the status.</remarks>
public sealed record MigrationProgress
{
    // QEMU 11.1 reports the largest integer before it has estimated the downtime.
    private const long MaxMilliseconds = int.MaxValue;

    /// <summary>QEMU's status, such as <c>setup</c>, <c>active</c>, <c>postcopy-active</c> or
    /// <c>completed</c>.</summary>
    /// <remarks><c>none</c> if QEMU has not started a migration. Newer releases of QEMU have further values.</remarks>
    public required string Status { get; init; }

    /// <summary>The number of bytes that were sent.</summary>
    public long TransferredBytes { get; init; }

    /// <summary>The number of bytes of the guest's memory that were not sent yet.</summary>
    /// <remarks>It grows when the guest changes memory that was sent before.</remarks>
    public long RemainingBytes { get; init; }

    /// <summary>The size of the guest's memory in bytes.</summary>
    /// <remarks>QEMU compresses pages of zeros, so it can complete with fewer bytes.</remarks>
    public long TotalBytes { get; init; }

    /// <summary>The number of passes over the memory, which starts with 1.</summary>
    public long Passes { get; init; }

    /// <summary>The time since the start of the migration.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The expected time for which the guest stops, or null before QEMU has estimated it.</summary>
    public TimeSpan? ExpectedDowntime { get; init; }

    /// <summary>The time for which the guest stopped, or null before it has stopped.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>QEMU's description of an error, or null.</summary>
    /// <remarks>Its text differs between releases of QEMU.</remarks>
    public string? Error { get; init; }

    /// <summary>Whether the guest has left the source, at least in part.</summary>
    /// <remarks>In <c>postcopy-device</c>, the destination has not started the guest.</remarks>
    internal bool IsPostcopy =>
        Status.StartsWith("postcopy-", StringComparison.Ordinal) && Status != "postcopy-device";

    /// <summary>Whether a migration runs that can still complete without further commands.</summary>
    internal bool IsActive => Status is not ("none" or "failed" or "cancelled" or "completed" or "postcopy-paused");

    internal static MigrationProgress Read(QmpValue info)
    {
        QmpValue? ram = info.TryGetMember("ram", out QmpValue? found) ? found : null;
        return new MigrationProgress
        {
            Status = info.TryGetMember("status", out QmpValue? status) ? status.GetString() : "none",
            TransferredBytes = ReadInteger(ram, "transferred") ?? 0,
            RemainingBytes = ReadInteger(ram, "remaining") ?? 0,
            TotalBytes = ReadInteger(ram, "total") ?? 0,
            Passes = ReadInteger(ram, "dirty-sync-count") ?? 0,
            Elapsed = ReadTime(info, "total-time") ?? TimeSpan.Zero,
            ExpectedDowntime = ReadTime(info, "expected-downtime"),
            Downtime = ReadTime(info, "downtime"),
            Error = info.TryGetMember("error-desc", out QmpValue? error) ? error.GetString() : null,
        };
    }

    private static long? ReadInteger(QmpValue? info, string name) =>
        info is not null && info.TryGetMember(name, out QmpValue? value) ? value.GetInt64() : null;

    private static TimeSpan? ReadTime(QmpValue info, string name) =>
        ReadInteger(info, name) is { } milliseconds and >= 0 and <= MaxMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
