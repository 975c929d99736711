using Xunit;

namespace QmpGen.Tests;

/// <summary>Marks a test that is skipped if a program of QEMU is missing.</summary>
/// <remarks>With <c>QMPGEN_REQUIRE_QEMU=1</c> in the environment the test runs, and fails, instead.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public abstract class ProgramFactAttribute : FactAttribute
{
    private protected ProgramFactAttribute(string program, string package, Lazy<string?> version, string[] releases)
    {
        Releases = releases;
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") == "1")
        {
            return;
        }

        if (version.Value is null)
        {
            Skip = $"Requires {program}: apt-get install --no-install-recommends {package}";
        }
        else if (
            releases.Length > 0
            && !releases.Any(release => version.Value.StartsWith(release + ".", StringComparison.Ordinal))
        )
        {
            Skip =
                $"Requires {program} {string.Join(" or ", releases)}, but found {version.Value} on the PATH. "
                + $"Debian 12 has 7.2 in {package}.";
        }
    }

    /// <summary>The releases that the test supports; empty for any.</summary>
    public IReadOnlyList<string> Releases { get; }
}
