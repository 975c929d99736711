using QmpGen.Tests;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Marks a test that needs a native linker and QEMU, and skips it if either is missing.</summary>
/// <remarks>With <c>QMPGEN_REQUIRE_QEMU=1</c> the test runs and fails instead.</remarks>
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
