using Microsoft.CodeAnalysis;
using QmpGen.Generator.Merging;
using Xunit;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>Tests properties of the API that is merged from real dumps.</summary>
public sealed class MergedDumpTests
{
    [Theory]
    [InlineData(true, "both")]
    [InlineData(false, "client")]
    public async Task MergedBindings_UnderStrictestSettings_CompileWithoutWarning(bool four, string directions)
    {
        GenerationResult result = Generation.Run(
            "[assembly: System.Reflection.AssemblyVersion(\"1.0\")]",
            MergedDumps.CreateItems(four ? MergedDumps.Four : MergedDumps.Names, ("Directions", directions))
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], await StrictAnalyzers.ComplaintsAsync(result.Compilation));
    }

    [Fact]
    public void MergedBindings_OfFourReleases_AreLittleLargerThanTheNewest()
    {
        double newest = MeasureSource(["qemu-11.1.json"]);

        Assert.InRange(MeasureSource(MergedDumps.Four) / newest, 1.0, 1.25);

        static double MeasureSource(IEnumerable<string> names) =>
            Generation.Run(MergedDumps.CreateItems(names)).Trees.Sum(tree => (double)tree.Length);
    }

    [Fact]
    public void MergedBindings_InAnyOrderOfItems_AreTheSame()
    {
        string[] expected = Files(MergedDumps.Four);

        Assert.Equal(expected, Files(MergedDumps.Four.Reverse()));

        static string[] Files(IEnumerable<string> names) =>
            [
                .. Generation
                    .Run(MergedDumps.CreateItems(names))
                    .Trees.Select(tree => tree.FilePath + "\n" + tree)
                    .Order(StringComparer.Ordinal),
            ];
    }

    [Theory]
    [InlineData("qemu-5.2.json")]
    [InlineData("qemu-10.0.json")]
    public void MergedBindings_WithoutOneDump_KeepWhatTheOthersHave(string dropped)
    {
        string[] all = PublicNames(MergedDumps.Four);

        string[] rest = PublicNames(MergedDumps.Four.Where(name => name != dropped));

        Assert.Equal([], rest.Except(all));
        Assert.NotEmpty(all.Except(rest));
    }

    [Theory]
    [InlineData("qemu-5.2.json")]
    [InlineData("qemu-7.2.json")]
    [InlineData("qemu-10.0.json")]
    [InlineData("qemu-11.1.json")]
    public void MergedBindings_ComparedWithOneDump_KeepNearlyAllNames(string name)
    {
        string[] one = PublicNames([name]);

        string[] lost = [.. one.Except(PublicNames(MergedDumps.Four))];

        // Types that were renamed, or that only another release names.
        Assert.True(lost.Length < one.Length / 40, $"{lost.Length} of {one.Length}:\n{string.Join('\n', lost)}");
    }

    [Fact]
    public void Merge_OfAllDumps_HasEveryPartOfEachDump()
    {
        (IReadOnlyList<MergedRelease> releases, (MergedSchema merged, _)) = MergedDumps.Merge(MergedDumps.Names);

        Assert.Equal(
            [],
            releases.SelectMany(release =>
                new MergeComparison(release, merged.Schema).FindMissing().Select(path => $"{release.Label}: {path}")
            )
        );
    }

    private static string[] PublicNames(IEnumerable<string> names) =>
        [
            .. Generation
                .Run(MergedDumps.CreateItems(names, ("Accessibility", "public")))
                .Types.SelectMany(Documentation.VisibleIn)
                .Select(symbol => $"{symbol.ContainingType?.ToDisplayString()}.{symbol.Name}")
                .Distinct(StringComparer.Ordinal),
        ];
}
