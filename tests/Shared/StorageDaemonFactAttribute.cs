using Xunit;

namespace QmpGen.Tests;

/// <summary>A test that talks to a real <c>qemu-storage-daemon</c>: skipped where there is none, unless the environment says <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorageDaemonFactAttribute : FactAttribute
{
    /// <param name="release">The release that the test is about, such as <c>7.2</c>; null for any.</param>
    public StorageDaemonFactAttribute(string? release = null)
    {
        Release = release;
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") == "1")
            return;

        string? version = RealQemu.StorageDaemonVersion.Value;
        if (version is null)
            Skip = "needs qemu-storage-daemon: apt-get install --no-install-recommends qemu-system-common";
        else if (release is not null && !version.StartsWith(release + ".", StringComparison.Ordinal))
            Skip = $"needs qemu-storage-daemon {release}, of which Debian 12 has the package qemu-system-common; the one on the PATH is {version}";
    }

    /// <summary>The release that the test is about.</summary>
    public string? Release { get; }
}
