using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What is left out where the item says to do without unstable or deprecated parts.</summary>
public sealed class OmissionTests
{
    private const string Both = "unstable deprecated";

    private static readonly string s_schema = Schemas.Of(
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
    public void Commands_and_events_with_the_feature_are_left_out()
    {
        Assert.Equal(["GetCommand", "OldCommand", "SetCommand"], Roots("unstable"));
        Assert.Equal(["GetCommand", "SetCommand", "XTriedEvent", "XTryCommand"], Roots("deprecated"));
        Assert.Equal(["GetCommand", "SetCommand"], Roots("Unstable;DEPRECATED"));
    }

    [Fact]
    public void What_is_named_in_full_is_generated_all_the_same()
    {
        Assert.Equal(["GetCommand", "SetCommand", "XTryCommand"], Roots(Both, ("Commands", "* x-try")));
        Assert.Equal(["XTryCommand"], Roots(Both, ("Select", "qemu.select")));
        Assert.Equal(["GetCommand"], Roots(Both, ("Commands", "get x-* o*")));
        Assert.Equal(["GetCommand"], Roots(Both, ("Commands", "get x-try !x-try")));
    }

    [Fact]
    public void Members_that_nobody_must_send_values_and_branches_are_left_out()
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
    public void Types_that_nothing_else_needs_go_with_what_is_left_out()
    {
        Assert.All(["GetMust", "GetNodeXTrialTrial"], name => Assert.NotNull(Generation.Run(Schema("")).Find(name)));
        Assert.All(["GetMust", "GetNodeXTrialTrial"], name => Assert.Null(Generation.Run(Schema(Both)).Find(name)));
    }

    [Fact]
    public void A_mandatory_member_of_what_is_sent_stays_also_where_it_is_received()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(s_schema, ("Without", Both), ("Directions", "both"))
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal(["Mode", "Modes", "Node", "Must"], Names<IPropertySymbol>(result, "GetResult"));
        Assert.NotNull(result.Find("GetMust"));
    }

    [Fact]
    public void The_tag_of_a_union_stays()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(
                Schemas.Of(
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
    public void An_enum_and_a_union_of_which_nothing_is_left_can_still_be_received_and_sent()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(
                Schemas.Of(
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
    public void What_is_left_out_renames_nothing()
    {
        string schema = Schemas.Of(
            """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
            """
            {"name": "10", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "11"}, {"name": "a-b", "type": "str", "default": null, "features": ["unstable"]}, {"name": "a_b", "type": "str"}],
             "variants": [{"case": "c", "type": "12"}, {"case": "c_d", "type": "12"}]}
            """,
            """{"name": "11", "meta-type": "enum", "members": [{"name": "c"}, {"name": "c-d", "features": ["unstable"]}, {"name": "c_d"}, {"name": "e", "features": ["unstable"]}]}""",
            """{"name": "12", "meta-type": "object", "members": [{"name": "a-b", "type": "str"}, {"name": "e", "type": "str"}]}"""
        );
        GenerationResult all = Generation.Run(InMemorySchema.Of(schema));
        GenerationResult some = Generation.Run(InMemorySchema.Of(schema, ("Without", "unstable")));

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
    public void What_is_left_out_and_received_all_the_same_breaks_nothing(string reply, string expected)
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
                    QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "get", SchemaVersion = "1", ServerVersion = "2" });
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
                InMemorySchema.Of(s_schema, [("Without", without), .. metadata]),
                new InMemorySchema("qemu.select", "x-try", ("Kind", "select"))
            )
            .Types.Select(type => type.Name)
            .Where(name =>
                name.EndsWith("Command", StringComparison.Ordinal) || name.EndsWith("Event", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);

    private static InMemorySchema Schema(string without) => InMemorySchema.Of(s_schema, ("Without", without));

    /// <summary>The public properties, constants or nested types.</summary>
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
