using Xunit;
using static QmpGen.Generator.Tests.MergedBindings;

namespace QmpGen.Generator.Tests;

/// <summary>The schema text has what the bindings have.</summary>
public sealed class SchemaTextTests
{
    [Fact]
    public void Text_OfOneDump_HasNoReleases()
    {
        GenerationResult result = Generate(
            Schemas.Create(
                """{"name": "go", "meta-type": "command", "arg-type": "args", "ret-type": "[Info]", "allow-oob": true, "features": ["unstable"]}""",
                """{"name": "GONE", "meta-type": "event", "arg-type": "args"}""",
                Object("args", $"{Member("b", "str", """, "default": null, "features": ["deprecated", "x"]""")}"),
                """{"name": "[Info]", "meta-type": "array", "element-type": "Info"}""",
                Union("Info", $"{Member("n", "[int]")}, {Member("any", "any")}", ("a", "TypeA"), ("b", "0")),
                """{"name": "[int]", "meta-type": "array", "element-type": "int"}""",
                Object("TypeA", $"{Member("either", "Either")}, {Member("flag", "bool")}"),
                Enum("Kind", "a", "b", "c"),
                """{"name": "Either", "meta-type": "alternate", "members": [{"type": "null"}, {"type": "Kind"}]}"""
            )
        );

        Assert.Equal(
            [
                "A Either z 2",
                "O Info kind:2 n:[i any:a ? kind +a=A:3 +b=B +c=C",
                "E Kind a b c",
                "O - either:0 flag:b",
                "O - *b:s$deprecated,x",
                "C go=GoCommand$unstable 4 [1 oob",
                "V GONE=GoneEvent 4",
            ],
            GeneratedSchema.ReadLines(result)
        );
    }

    [Fact]
    public void Text_OfMergedDumps_HasTheReleasesOfEachPart()
    {
        GenerationResult result = Generation.Run(
            CreateItems(
                Dump(
                    """{"name": "old", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                    Union("Info", Member("must", "int"), ("a", "TypeA")),
                    Object("TypeA", Member("x", "int")),
                    Enum("Kind", "a")
                ),
                Dump(
                    Union("Info", $"{Member("must", "int")}, {Member("more", "Sub")}", ("a", "TypeA"), ("b", "TypeB")),
                    Object("TypeA", Member("x", "int", """, "default": null""")),
                    Object("TypeB", Member("sub", "Sub")),
                    Object("Sub", ""),
                    Enum("Kind", "a", "b")
                )
            )
        );

        Assert.Equal(
            [
                "R 1",
                "R 0",
                "O Info kind:1 must:i *more:2@0/0 ? kind +a=A:3 +b=B:4@0",
                "E Kind a b@0",
                "O Sub@0",
                "O - *x:i/1",
                "O -@0 sub:2",
                "C go=GoCommand - 0",
                "C old=OldCommand@1 - -",
            ],
            GeneratedSchema.ReadLines(result)
        );
    }

    [Fact]
    public void Text_OfSelection_HasOnlyWhatIsGenerated()
    {
        GenerationResult result = Generate(
            Dump(
                """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "Other"}""",
                Object("Other", ""),
                Object("Info", $"{Member("a", "int")}, {Member("b", "int", """, "features": ["unstable"]""")}")
            ),
            ("Commands", "go"),
            ("Without", "unstable")
        );

        Assert.Equal(["O Info a:i", "C go=GoCommand - 0"], GeneratedSchema.ReadLines(result));
    }

    [Fact]
    public void Text_WithoutEntities_IsEmpty()
    {
        GenerationResult result = Generate(Schemas.Create(Schemas.Rest), ("Commands", "!*"));

        Assert.DoesNotContain(result.Trees, tree => tree.ToString().Contains("\"\"\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_WithOtherCharacters_AreEscaped()
    {
        GenerationResult result = Generate(
            Schemas.WithMembers(
                $$"""
                {{Member("a:b", "Kind", """, "features": ["\"\"\"", "é,$"]""")}}, {{Member("*x", "int")}}
                """,
                Enum("Kind", "", "1.1_a-B", "%/@", @"{}\\")
            )
        );

        Assert.Equal(
            [
                "E Kind % 1.1_a-B %0025%002F%0040 %007B%007D%005C",
                "O - a%003Ab:0$%0022%0022%0022,%00E9%002C%0024 %002Ax:i",
                "C go=GoCommand 1 -",
            ],
            GeneratedSchema.ReadLines(result)
        );
    }

    [Fact]
    public void Union_WithOtherBranchNamesInABranch_HasAnotherLine()
    {
        GenerationResult result = Generate(
            Dump(
                """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "Inner"}""",
                Object("Info", Member("kind", "Kind"), Variants("leaf", "kind", "Inner")),
                Object("Inner", Member("mode", "Mode"), Variants("leaf", "mode", "Leaf")),
                Object("Leaf", Member("n", "int")),
                Enum("Kind", "leaf"),
                Enum("Mode", "leaf")
            )
        );

        Assert.NotNull(result.Find("Info+Leaf+LeafBranch"));
        Assert.Equal(
            [
                "O Info kind:2 ? kind +leaf=Leaf:5",
                "O Inner mode:3 ? mode +leaf=Leaf:4",
                "E Kind leaf",
                "E Mode leaf",
                "O - n:i",
                "O - mode:3 ? mode +leaf=LeafBranch:4",
                "C get=GetCommand - 1",
                "C go=GoCommand - 0",
            ],
            GeneratedSchema.ReadLines(result)
        );

        static string Variants(string name, string tag, string type) =>
            $$"""
                , "tag": "{{tag}}", "variants": [{"case": "{{name}}", "type": "{{type}}"}]
                """;
    }

    private static GenerationResult Generate(string schema, params (string, string)[] metadata)
    {
        GenerationResult result = Generation.Run(InMemorySchema.FromText(schema, metadata));
        Assert.Equal([], result.Complaints);
        return result;
    }
}
