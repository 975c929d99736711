namespace QmpGen.Testing;

/// <summary>A migration that <see cref="QmpTestServer.PlayMigration"/> plays.</summary>
/// <remarks>Immutable. The default is a migration that completes after 20 milliseconds.</remarks>
public sealed record QmpTestMigration
{
    /// <summary>The error with which the migration fails after half of its work.</summary>
    /// <remarks>Default: null, which does not fail. In postcopy, the migration pauses instead.</remarks>
    public string? Error { get; init; }

    /// <summary>The memory of the guest, in bytes.</summary>
    /// <remarks>Default: 32 MiB.</remarks>
    public long Total { get; init; } = 32 << 20;

    /// <summary>The time of the work.</summary>
    /// <remarks>Default: 20 milliseconds. <see cref="Timeout.InfiniteTimeSpan"/> plays a migration that stops after
    /// half of its work, until a client cancels it or resumes it after a pause.</remarks>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(20);
}
