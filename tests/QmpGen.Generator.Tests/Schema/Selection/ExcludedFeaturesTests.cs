using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests.Schema.Selection;

/// <summary><c>Without</c> excludes unstable and deprecated parts.</summary>
public sealed class ExcludedFeaturesTests
{
    private const string Both = "unstable deprecated";

    private static readonly string s_schema = Schemas.Create(
        """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
        """{"name": "set", "meta-type": "command", "arg-type": "11", "ret-type": "0"}""",
        """{"name": "x-try", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["unstable", "other"]}""",
        """{"name": "old", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["deprecated"]}""",
        """{"name": "X_TRIED", "meta-type": "event", "arg-type": "0", "features": ["unstable"]}""",
        """
        {"name": "10", "meta-type": "object", "members": [{"name": "mode", "type": "12"}, {"name": "modes", "type": "[12]", "default": null}, {"name": "node", "type": "13", "default": null},
          {"name": "must", "type": "15", "features": ["deprecated"]}, {"name": "may", "type": "str", "default": null, "features": ["unstable"]}]}
        """,
        """{"name": "11", "meta-type": "object", "members": [{"name": "must", "type": "str", "features": ["deprecated"]}, {"name": "may", "type": "str", "default": null, "features": ["deprecated"]}, {"name": "mode", "type": "12", "default": null}]}""",
        """{"name": "12", "meta-type": "enum", "members": [{"name": "plain"}, {"name": "x-trial", "features": ["unstable"]}]}""",
        """{"name": "[12]", "meta-type": "array", "element-type": "12"}""",
        """
        {"name": "13", "meta-type": "object", "tag": "mode", "members": [{"name": "mode", "type": "12"}, {"name": "name", "type": "str"}],
         "variants": [{"case": "plain", "type": "0"}, {"case": "x-trial", "type": "14"}]}
        """,
        """{"name": "14", "meta-type": "object", "members": [{"name": "trial", "type": "16"}, {"name": "x-trial", "type": "str"}]}""",
        """{"name": "15", "meta-type": "enum", "values": ["a"]}""",
        """{"name": "16", "meta-type": "enum", "values": ["a"]}"""
    );

    [Fact]
    public void CommandsAndEvents_WithFeature_AreExcluded()
    {
        Assert.Equal(["GetCommand", "OldCommand", "SetCommand"], Roots("unstable"));
        Assert.Equal(["GetCommand", "SetCommand", "XTriedEvent", "XTryCommand"], Roots("deprecated"));
        Assert.Equal(["GetCommand", "SetCommand"], Roots("Unstable;DEPRECATED"));
    }

    [Fact]
    public void Pattern_WithFullName_OverridesWithout()
    {
        Assert.Equal(["GetCommand", "SetCommand", "XTryCommand"], Roots(Both, ("Commands", "* x-try")));
        Assert.Equal(["XTryCommand"], Roots(Both, ("Select", "qemu.select")));
        Assert.Equal(["GetCommand"], Roots(Both, ("Commands", "get x-* o*")));
        Assert.Equal(["GetCommand"], Roots(Both, ("Commands", "get x-try !x-try")));
    }

    [Fact]
    public void OptionalParts_WithFeature_AreExcluded()
    {
        GenerationResult result = Generation.Run(Schema(Both));

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
        Assert.Equal(["Mode", "Modes", "Node"], Names<IPropertySymbol>(result, "GetResult"));
        Assert.Equal(["Must", "Mode"], Names<IPropertySymbol>(result, "SetCommand"));
        Assert.Equal(["Plain"], Names<IFieldSymbol>(result, "GetMode"));
        Assert.Equal(["Plain", "UnknownBranch"], Names<INamedTypeSymbol>(result, "GetNode"));
    }

    [Fact]
    public void Types_UsedOnlyByExcludedParts_AreExcluded()
    {
        Assert.All(["GetMust", "GetNodeXTrialTrial"], name => Assert.NotNull(Generation.Run(Schema("")).Find(name)));
        Assert.All(["GetMust", "GetNodeXTrialTrial"], name => Assert.Null(Generation.Run(Schema(Both)).Find(name)));
    }

    [Fact]
    public void RequiredMember_OfSentObject_IsKept()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(s_schema, ("Without", Both), ("Directions", "both"))
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal(["Mode", "Modes", "Node", "Must"], Names<IPropertySymbol>(result, "GetResult"));
        Assert.NotNull(result.Find("GetMust"));
    }

    [Fact]
    public void UnionTag_WithExcludedFeature_IsKept()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.Create(
                    """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
                    """{"name": "10", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "11", "features": ["unstable"]}], "variants": [{"case": "a", "type": "0"}]}""",
                    """{"name": "11", "meta-type": "enum", "values": ["a"]}"""
                ),
                ("Without", Both)
            )
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal(["Kind"], Names<IPropertySymbol>(result, "GetResult"));
    }

    [Fact]
    public void EnumAndUnion_WithoutRemainingParts_Compile()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.Create(
                    """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
                    """{"name": "set", "meta-type": "command", "arg-type": "12", "ret-type": "0"}""",
                    """{"name": "10", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "11"}], "variants": [{"case": "a", "type": "0"}]}""",
                    """{"name": "11", "meta-type": "enum", "members": [{"name": "a", "features": ["unstable"]}]}""",
                    """{"name": "12", "meta-type": "object", "members": [{"name": "both", "type": "10"}]}"""
                ),
                ("Without", Both)
            )
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal([], Names<IFieldSymbol>(result, "GetKind"));
        Assert.Equal(["UnknownBranch"], Names<INamedTypeSymbol>(result, "GetResult"));
    }

    [Fact]
    public void RemainingParts_AfterExclusion_KeepTheirNames()
    {
        string schema = Schemas.Create(
            """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
            """
            {"name": "10", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "11"}, {"name": "a-b", "type": "str", "default": null, "features": ["unstable"]}, {"name": "a_b", "type": "str"}],
             "variants": [{"case": "c", "type": "12"}, {"case": "c_d", "type": "12"}]}
            """,
            """{"name": "11", "meta-type": "enum", "members": [{"name": "c"}, {"name": "c-d", "features": ["unstable"]}, {"name": "c_d"}, {"name": "e", "features": ["unstable"]}]}""",
            """{"name": "12", "meta-type": "object", "members": [{"name": "a-b", "type": "str"}, {"name": "e", "type": "str"}]}"""
        );
        GenerationResult all = Generation.Run(InMemorySchema.FromText(schema));
        GenerationResult some = Generation.Run(InMemorySchema.FromText(schema, ("Without", "unstable")));

        Assert.Equal([], all.Complaints);
        Assert.Equal([], some.Complaints);
        Assert.Equal(["Kind", "ABValue"], Names<IPropertySymbol>(some, "GetResult"));
        Assert.Equal(["C", "CD2"], Names<IFieldSymbol>(some, "GetKind"));
        Assert.Equal(["C", "CDBranch", "UnknownBranch"], Names<INamedTypeSymbol>(some, "GetResult"));
        Assert.Equal(Names<IPropertySymbol>(all, "GetResult+C"), Names<IPropertySymbol>(some, "GetResult+C"));
    }

    [Theory]
    [InlineData("""{"mode": "plain"}""", "plain True")]
    [InlineData("""{"mode": "plain", "must": "a", "may": "x"}""", "plain True")]
    [InlineData("""{"mode": "x-trial", "modes": ["plain", "x-trial"]}""", "x-trial False plain x-trial")]
    [InlineData(
        """{"mode": "plain", "node": {"mode": "x-trial", "name": "n", "trial": "a", "x-trial": "y"}}""",
        """plain True UnknownBranch n {"mode": "x-trial", "name": "n", "trial": "a", "x-trial": "y"}"""
    )]
    public void ExcludedParts_InResponse_AreIgnoredOrUnknown(string reply, string expected)
    {
        const string Code = """
            using System;
            using System.Linq;
            using System.Text;
            using Qemu;
            using QmpGen.CodeGeneration;

            public static class User
            {
                public static string Describe(string json)
                {
                    QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "get", SchemaVersion = "1", Peer = "QEMU 2" });
                    GetResult result = ((QmpGen.IQmpCommand<GetResult>)new GetCommand()).ReadResult(ref reader);
                    string text = $"{result.Mode.WireName} {result.Mode.IsKnown}";
                    text += result.Modes is null ? "" : " " + string.Join(' ', result.Modes.Select(mode => mode.WireName));
                    return text + (result.Node is GetNode.UnknownBranch node ? $" {node.GetType().Name} {node.Name} {node.Json}" : "");
                }
            }
            """;
        LoadedBindings bindings = new(Generation.Run(Code, Schema(Both)));

        Assert.Equal(
            expected,
            bindings
                .Type("User")
                .GetMethod("Describe", BindingFlags.Public | BindingFlags.Static)!
                .Invoke(null, [reply])
        );
    }

    private static IEnumerable<string> Roots(string without, params (string, string)[] metadata) =>
        Generation
            .Run(
                InMemorySchema.FromText(s_schema, [("Without", without), .. metadata]),
                new InMemorySchema("qemu.select", "x-try", ("Kind", "select"))
            )
            .Types.Select(type => type.Name)
            .Where(name =>
                name.EndsWith("Command", StringComparison.Ordinal) || name.EndsWith("Event", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);

    private static InMemorySchema Schema(string without) => InMemorySchema.FromText(s_schema, ("Without", without));

    /// <summary>Gets the names of the public properties, constants or nested types.</summary>
    private static IEnumerable<string> Names<T>(GenerationResult result, string type)
        where T : ISymbol =>
        result
            .Find(type)!
            .GetMembers()
            .OfType<T>()
            .Where(member =>
                member.DeclaredAccessibility == Accessibility.Public
                && (member is not IPropertySymbol property || (!property.IsStatic && property.Name != "ExtraArguments"))
            )
            .Select(member => member.Name);
}
