using QmpGen.Fuzz.Engine;
using QmpGen.Fuzz.Targets;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>Inputs that once were findings.</summary>
public sealed class KeptFindingTests
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
    public void KeptFinding_WhenReplayed_DoesNotFail(string finding)
    {
        IFuzzTarget target = FuzzTargets.Get(finding.Split('/')[0]);

        Assert.Null(InputRunner.Run(target, File.ReadAllBytes(Path.Combine(s_folder, finding))).Failure);
    }
}
