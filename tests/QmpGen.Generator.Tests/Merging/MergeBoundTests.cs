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

        Assert.Equal("QMPGEN024", result.Reported[0].Id);
        Assert.Contains("The merge of 2 dumps", result.Messages[0], StringComparison.Ordinal);
        Assert.NotNull(result.Find("GoCommand"));
        Assert.Null(result.Find("RestCommand"));
    }
}
