using Microsoft.CodeAnalysis;
using Xunit;
using static QmpGen.Generator.Tests.MergedBindings;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>Merged bindings have a value for each member and enum value.</summary>
public sealed class FeatureTests
{
    private static readonly string s_dump = Schemas.Create(
        Command("go", "args", "Info"),
        Command("stop", "0"),
        Command("kind", "args"),
        Command("set", "Info"),
        """{"name": "GO", "meta-type": "event", "arg-type": "args"}""",
        """{"name": "GONE", "meta-type": "event", "arg-type": "args"}""",
        Object("args", $"{Member("node-name", "str")}, {Member("to-string", "str")}"),
        Union("Info", Member("other", "InfoB"), ("a", "TypeA"), ("b", "InfoB"), ("c", "Inner")),
        Object("TypeA", Member("x", "int")),
        Object("InfoB", Member("y", "int")),
        Object("Inner", Member("type", "Mode"), """, "tag": "type", "variants": [{"case": "z", "type": "TypeA"}]"""),
        Enum("Kind", "a", "b", "c"),
        Enum("Mode", "x", "z")
    );

    [Fact]
    public void Features_OfMergedDumps_NameMembersAndValues()
    {
        GenerationResult result = Generation.Run(CreateItems(s_dump, s_dump));

        Assert.Equal([], result.Complaints);
        Assert.Equal(Accessibility.Internal, result.Find("QemuFeatures")!.DeclaredAccessibility);
        Assert.Equal(
            [
                "Go: NodeName ToStringValue",
                "GoEvent: NodeName ToStringValue",
                "Gone: NodeName ToStringValue",
                "Info: Kind Other",
                "InfoA: X",
                "InfoB: Y",
                "InfoBBranch: Y",
                "InfoC: Type",
                "InfoCZ: X",
                "Kind: A B C",
                "KindCommand: NodeName ToStringValue",
                "Mode: X Z",
            ],
            GeneratedSchema
                .ReadFeatures(result)
                .Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Features_OfOneDump_DoNotExist() =>
        Assert.Null(Generation.Run(CreateItems(s_dump)).Find("QemuFeatures"));

    [Fact]
    public void Features_OfPublicClientWithOtherName_HaveItsName()
    {
        InMemorySchema[] items =
        [
            new("a.json", s_dump, ("Namespace", "Qemu"), ("Client", "Vm"), ("Accessibility", "public")),
            new("b.json", s_dump, ("Namespace", "Qemu")),
        ];

        GenerationResult result = Generation.Run(items);

        Assert.Equal([], result.Complaints);
        Assert.Equal(Accessibility.Public, result.Find("VmFeatures")!.DeclaredAccessibility);
    }

    [Theory]
    [InlineData("qemu-features")]
    [InlineData("equals")]
    public void Names_OfFeaturesClass_AreNotUsedTwice(string name)
    {
        string dump = Schemas.Create(
            Command(name, "args", "QemuFeatures"),
            Object("args", Member("a", "int")),
            Object("QemuFeatures", Member("x", "int"))
        );

        GenerationResult result = Generation.Run(CreateItems(dump, dump));

        Assert.Equal([], result.Complaints);
        Assert.Equal(2, GeneratedSchema.ReadFeatures(result).Count);
    }

    [Fact]
    public void FeatureEnum_WithManyValues_IsWrapped()
    {
        string dump = Schemas.Create(
            Command("go", "0", "Kind"),
            Enum("Kind", [.. Enumerable.Range(0, 100).Select(i => $"a-long-value-{i}"), new string('x', 150)])
        );

        GenerationResult result = Generation.Run(CreateItems(dump, dump));

        Assert.Equal([], result.Complaints);
        Assert.Equal(101, GeneratedSchema.ReadFeatures(result)["Kind"].Length);
        Assert.All(
            result
                .Trees.Single(tree => tree.FilePath.EndsWith("Features.g.cs", StringComparison.Ordinal))
                .ToString()
                .Split('\n')
                .Where(line => !line.Contains("xxx", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 120)
        );
    }

    private static string Command(string name, string arguments, string result = "0") =>
        $$"""{"name": "{{name}}", "meta-type": "command", "arg-type": "{{arguments}}", "ret-type": "{{result}}"}""";
}
