using Microsoft.CodeAnalysis;
using Xunit;
using static QmpGen.Generator.Tests.MergedBindings;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>An attribute lists the releases of what is not in every merged dump.</summary>
public sealed class AvailabilityAttributeTests
{
    private static readonly string[] s_dumps =
    [
        Schemas.Create(
            """{"name": "go", "meta-type": "command", "arg-type": "args", "ret-type": "Info"}""",
            Object("args", Member("id", "str")),
            Union("Info", "", ("a", "TypeA"), ("b", "TypeB")),
            Object("TypeA", Member("x", "int")),
            Object("TypeB", ""),
            Enum("Kind", "a", "b")
        ),
        Schemas.Create(
            """{"name": "go", "meta-type": "command", "arg-type": "args", "ret-type": "Info"}""",
            """{"name": "yank", "meta-type": "command", "arg-type": "args", "ret-type": "0", "allow-oob": true}""",
            """{"name": "GONE", "meta-type": "event", "arg-type": "args"}""",
            Object("args", $"{Member("id", "str")}, {Member("more", "Sub", """, "default": null""")}"),
            Union("Info", Member("either", "Either"), ("a", "TypeA"), ("b", "TypeB"), ("c", "TypeB")),
            Object("TypeA", $"{Member("x", "int")}, {Member("y", "int")}"),
            Object("TypeB", Member("z", "int")),
            Object("Sub", Member("s", "int")),
            Enum("Kind", "a", "b", "c"),
            """{"name": "Either", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "Sub"}]}"""
        ),
    ];

    [Theory]
    [InlineData("GoCommand", false)]
    [InlineData("GoCommand.Id", false)]
    [InlineData("GoCommand.More", true)]
    [InlineData("YankCommand", true)]
    [InlineData("YankCommand.More", false)]
    [InlineData("GoneEvent", true)]
    [InlineData("GoneEvent.Id", false)]
    [InlineData("QemuClient.GoAsync", false)]
    [InlineData("QemuClient.YankAsync", true)]
    [InlineData("Info", false)]
    [InlineData("Info.Kind", false)]
    [InlineData("Info.Either", true)]
    [InlineData("Info.A", false)]
    [InlineData("Info.A.Y", true)]
    [InlineData("Info.B", false)]
    [InlineData("Info.B.Z", true)]
    [InlineData("Info.C", true)]
    [InlineData("Info.C.Z", false)]
    [InlineData("Sub", true)]
    [InlineData("Sub.S", false)]
    [InlineData("Either", true)]
    [InlineData("Kind", false)]
    [InlineData("Kind.B", false)]
    [InlineData("Kind.C", true)]
    public void Part_OfMergedDumps_HasAttributeIfADumpLacksIt(string name, bool isPartial)
    {
        GenerationResult result = Generation.Run(CreateItems(s_dumps));

        Assert.Equal([], result.Complaints);
        Assert.All(
            Find(result, name),
            symbol => Assert.Equal(isPartial ? ["2.0"] : [], FindReleases(symbol, "QmpAvailableInAttribute"))
        );
    }

    [Fact]
    public void Client_OfMergedDumps_NamesTheReleases()
    {
        GenerationResult result = Generation.Run(CreateItems(s_dumps));

        Assert.Equal(["1.0", "2.0"], FindReleases(result.Compilation.Assembly, "QmpReleasesAttribute"));
    }

    [Fact]
    public void Bindings_OfOneDump_HaveNoAttributes()
    {
        GenerationResult result = Generation.Run(CreateItems(s_dumps[1]));

        Assert.DoesNotContain(
            result.Trees,
            tree =>
                tree.ToString().Contains("QmpAvailableIn", StringComparison.Ordinal)
                || tree.ToString().Contains("QmpReleases", StringComparison.Ordinal)
        );
    }

    private static IReadOnlyList<ISymbol> Find(GenerationResult result, string name)
    {
        IReadOnlyList<ISymbol> found = [result.Find(name.Split('.')[0])!];
        foreach (string part in name.Split('.').Skip(1))
        {
            found = ((INamedTypeSymbol)found[0]).GetMembers(part);
        }

        Assert.NotEmpty(found);
        return found;
    }

    private static IEnumerable<string> FindReleases(ISymbol symbol, string attribute) =>
        symbol
            .GetAttributes()
            .Where(data => data.AttributeClass!.Name == attribute)
            .SelectMany(data => data.ConstructorArguments[^1].Values)
            .Select(value => (string)value.Value!);
}
