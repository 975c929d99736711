using QmpGen.Tests;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>A test that compiles natively and talks to a real QEMU: skipped where either cannot be, unless the
/// environment says <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AotFactAttribute : FactAttribute
{
    public AotFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") == "1")
        {
            return;
        }

        Skip = new QemuFactAttribute().Skip;
        if (!HasLinker())
        {
            Skip ??= "needs a linker: apt-get install --no-install-recommends gcc libc6-dev";
        }
    }

    private static bool HasLinker() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(directory =>
                File.Exists(Path.Combine(directory, "clang")) || File.Exists(Path.Combine(directory, "gcc"))
            );
}
