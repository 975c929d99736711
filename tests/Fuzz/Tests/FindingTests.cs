using QmpGen.Fuzz.Running;
using QmpGen.Fuzz.Targets;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>What was found once is not found again.</summary>
public sealed class FindingTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Findings");

    /// <summary>The kept inputs, as <c>TARGET/NAME</c>.</summary>
    public static TheoryData<string> Kept =>
        [
            .. Directory
                .EnumerateFiles(s_folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(s_folder, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_finding_stays_fixed(string finding)
    {
        IFuzzTarget? target = AllTargets.Find(finding.Split('/')[0]);

        Assert.NotNull(target);
        Assert.Null(Attempt.Run(target, File.ReadAllBytes(Path.Combine(s_folder, finding))).Failure);
    }
}
