using Xunit;

namespace QmpGen.Tests;

/// <summary>A test that talks to a real QEMU: skipped where there is none, unless the environment says <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuFactAttribute : FactAttribute
{
    public QemuFactAttribute()
    {
        if (RealQemu.Find() is null && Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") != "1")
            Skip = "needs QEMU: apt-get install --no-install-recommends qemu-system-x86";
    }
}
