using Xunit;

namespace QmpGen.Tests;

/// <summary>A test that talks to a real QEMU: skipped where there is none, unless the environment says <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuFactAttribute : FactAttribute
{
    /// <param name="release">The release that the test is about, such as <c>7.2</c>; null for any.</param>
    public QemuFactAttribute(string? release = null)
    {
        Release = release;
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") == "1")
            return;

        if (RealQemu.Find() is null)
            Skip = "needs QEMU: apt-get install --no-install-recommends qemu-system-x86";
        else if (release is not null && RealQemu.Version.Value?.StartsWith(release + ".", StringComparison.Ordinal) != true)
            Skip = $"needs QEMU {release}, of which Debian 12 has the package qemu-system-x86; the one on the PATH is {RealQemu.Version.Value}";
    }

    /// <summary>The release that the test is about.</summary>
    public string? Release { get; }
}
