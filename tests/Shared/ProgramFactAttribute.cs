using Xunit;

namespace QmpGen.Tests;

/// <summary>A test that needs a program of QEMU's: skipped where there is none, unless the environment says
/// <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class ProgramFactAttribute : FactAttribute
{
    private protected ProgramFactAttribute(string program, string package, Lazy<string?> version, string? release)
    {
        Release = release;
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") == "1")
        {
            return;
        }

        if (version.Value is null)
        {
            Skip = $"needs {program}: apt-get install --no-install-recommends {package}";
        }
        else if (release is not null && !version.Value.StartsWith(release + ".", StringComparison.Ordinal))
        {
            Skip =
                $"needs {program} {release}, of which Debian 12 has the package {package}; the one on the PATH is {version.Value}";
        }
    }

    /// <summary>The release that the test is about; null for any.</summary>
    public string? Release { get; }
}
