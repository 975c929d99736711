using Xunit;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>The cost of a merge is bounded, whatever the dumps contain.</summary>
public sealed class MergeBoundTests
{
    [Fact]
    public void Unions_NestedWithinLimit_AreMerged()
    {
        string dump = HostileSchema.NestUnions(8);

        GenerationResult result = Generation.Run(MergedBindings.CreateItems(dump, dump + " "));

        Assert.Equal([], result.Messages);
        Assert.NotNull(result.Find("GoCommand"));
    }

    [Fact]
    public void Members_ThatMovedIntoManyBranches_GenerateOnlyTheNewestDump()
    {
        string members = string.Join(
            ", ",
            Enumerable.Range(0, 1_000).Select(i => MergedBindings.Member($"m{i}", "int"))
        );
        string[] cases = [.. Enumerable.Range(0, 1_000).Select(i => $"c{i}")];
        GenerationResult result = Generation.Run(
            MergedBindings.CreateItems(
                MergedBindings.Dump(
                    Schemas.Rest,
                    MergedBindings.Enum("Kind", cases),
                    MergedBindings.Object("Info", $"{members}, {MergedBindings.Member("kind", "Kind")}")
                ),
                MergedBindings.Dump(
                    MergedBindings.Enum("Kind", cases),
                    MergedBindings.Object("Big", members),
                    MergedBindings.Union(
                        "Info",
                        "",
                        [.. cases.Select(value => (value, value == "c0" ? "Big" : value))]
                    ),
                    string.Join(
                        ",\n",
                        cases.Select(value => MergedBindings.Object(value, MergedBindings.Member($"x{value}", "int")))
                    )
                )
            )
        );

        AssertNewestOnly(result);
    }

    [Fact]
    public void Cases_ThatShareALargeBranch_GenerateOnlyTheNewestDump()
    {
        string[] cases = [.. Enumerable.Range(0, 1_000).Select(i => $"c{i}")];
        string union = MergedBindings.Union("Info", "", [.. cases.Select(value => (value, "Big"))]);
        string big = MergedBindings.Object(
            "Big",
            string.Join(", ", Enumerable.Range(0, 1_000).Select(i => MergedBindings.Member($"m{i}", "int")))
        );
        GenerationResult result = Generation.Run(
            MergedBindings.CreateItems(
                MergedBindings.Dump(Schemas.Rest, MergedBindings.Enum("Kind", cases), union, big),
                MergedBindings.Dump(MergedBindings.Enum("Kind", cases), union, big)
            )
        );

        AssertNewestOnly(result);
    }

    [Fact]
    public void Enum_ThatGrowsAtEachPlaceOfAChain_GeneratesOnlyTheNewestDump()
    {
        const int Count = 1_000;
        GenerationResult result = Generation.Run(
            MergedBindings.CreateItems(
                MergedBindings.Dump([Schemas.Rest, .. CreateChain(i => $"Old{i}")]),
                MergedBindings.Dump([.. CreateChain(_ => "State")])
            )
        );

        AssertNewestOnly(result);

        // Each place of the old chain has another enum, and all places of the new chain have the same.
        static IEnumerable<string> CreateChain(Func<int, string> name) =>
            [
                MergedBindings.Object("Info", MergedBindings.Member("next", "Chain0")),
                .. Enumerable
                    .Range(0, Count)
                    .Select(i =>
                        MergedBindings.Object(
                            $"Chain{i}",
                            $"{MergedBindings.Member("state", name(i))}, {MergedBindings.Member("next", $"Chain{i + 1}")}"
                        )
                    ),
                MergedBindings.Object($"Chain{Count}", ""),
                .. Enumerable
                    .Range(0, Count)
                    .DistinctBy(name)
                    .Select(i => MergedBindings.Enum(name(i), $"v{i}", $"w{i}")),
            ];
    }

    private static void AssertNewestOnly(GenerationResult result)
    {
        Assert.Equal("QMPGEN024", result.Reported[0].Id);
        Assert.Contains("The merge of 2 dumps", result.Messages[0], StringComparison.Ordinal);
        Assert.NotNull(result.Find("GoCommand"));
        Assert.Null(result.Find("RestCommand"));
    }
}
