namespace QmpGen.Tests.Verification;

/// <summary>Determines whether tests accept changed snapshots.</summary>
internal static class SnapshotAcceptance
{
    /// <summary>True if <c>QMPGEN_ACCEPT</c> is 1, except in CI.</summary>
    public static bool IsEnabled { get; } =
        Environment.GetEnvironmentVariable("QMPGEN_ACCEPT") == "1"
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}
