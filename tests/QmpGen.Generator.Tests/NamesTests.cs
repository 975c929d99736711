using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Where the names of types come from, and what else a catalogue or the dump itself knows.</summary>
public sealed class NamesTests
{
    private static readonly string s_masked = Schemas.Of(
        """{"name": "query-thing", "meta-type": "command", "arg-type": "0", "ret-type": "7"}""",
        """{"name": "7", "meta-type": "object", "members": [{"name": "size", "type": "int"}, {"name": "state", "type": "8"}, {"name": "sizes", "type": "[int]"}]}""",
        """{"name": "8", "meta-type": "enum", "members": [{"name": "on"}, {"name": "off"}]}""",
        """{"name": "[int]", "meta-type": "array", "element-type": "int"}"""
    );

    private const string Catalogue = """
        {"releases": ["1.0", "2.0"],
         "commands": {"query-thing": {"since": "1.5", "returns": "OurThing"}},
         "types": {
           "OurThing": {"since": "1.4", "members": {"size": ["int in 1.0", "size in 2.0"], "sizes": "[uint8]", "state": "OurState since 1.6"}},
           "OurState": {"values": {"on": "", "off": "since 2.0"}}}}
        """;

    [Fact]
    public void A_real_dump_gets_QEMUs_own_names()
    {
        GenerationResult result = Generation.Run(InMemorySchema.Of(Dumps.Read("qemu-7.2.json")));

        Assert.All(
            [
                "StatusInfo",
                "RunState",
                "BlockdevOptions",
                "BlockdevRef",
                "BlockdevRefOrNull",
                "YankInstance",
                "BlockInfo",
                "SocketAddress",
                "QCryptoBlockFormat",
            ],
            name => Assert.NotNull(result.Find(name))
        );
        Assert.Equal(
            "Qemu.StatusInfo",
            result
                .Find("QueryStatusCommand")!
                .AllInterfaces.Single(type => type.TypeArguments.Length == 1 && type.Name == "IQmpCommand")
                .TypeArguments[0]
                .ToString()
        );
    }

    [Fact]
    public void What_old_simple_unions_have_without_a_declaration_is_named_as_later_releases_name_it()
    {
        GenerationResult old = Generation.Run(InMemorySchema.Of(Dumps.Read("qemu-5.2.json")));

        Assert.All(
            ["ChardevBackendKind", "InputEventKind", "TransactionActionKind"],
            name => Assert.NotNull(old.Find(name))
        );
        Assert.Equal(["Qemu.BlockDirtyBitmap"], PropertiesOf(old, "TransactionAction+BlockDirtyBitmapClear"));
        Assert.DoesNotContain(old.Types, type => type.Name.Contains("QObj", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("q_obj_InetSocketAddress-wrapper", "InetSocketAddressWrapper")]
    [InlineData("q_obj_str-wrapper", "StringWrapper")]
    [InlineData("q_obj_int-wrapper", "IntWrapper")]
    [InlineData("q_obj_device_del-arg", null)]
    [InlineData("XDbgBlockGraph", "XDbgBlockGraph")]
    [InlineData("SGXEPCSection", "SGXEPCSection")]
    [InlineData("__org.example_x-Thing", "OrgExampleXThing")]
    [InlineData("class", "Class")]
    public void QEMUs_name_as_one_of_csharp(string qemuName, string? expected) =>
        Assert.Equal(expected, Names.CSharpName.FromQemuType(qemuName));

    [Fact]
    public void A_catalogue_of_the_projects_own_goes_first()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(s_masked),
            new InMemorySchema("names.json", Catalogue, ("Kind", "names"))
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal([], result.Messages);
        Assert.Equal(["long", "Qemu.OurState", "QmpGen.QmpList<byte>"], PropertiesOf(result, "OurThing"));
    }

    [Fact]
    public void Without_a_catalogue_that_knows_it_a_type_has_the_name_of_its_path()
    {
        GenerationResult result = Generation.Run(InMemorySchema.Of(s_masked));

        Assert.Equal(
            ["long", "Qemu.QueryThingState", "QmpGen.QmpList<long>"],
            PropertiesOf(result, "QueryThingResult")
        );
    }

    [Fact]
    public void What_the_catalogue_knows_since_when_is_said()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(s_masked),
            new InMemorySchema("names.json", Catalogue, ("Kind", "names"))
        );

        Assert.Equal("Since QEMU 1.5.", Documentation.SummaryOf(result.Find("QueryThingCommand")!));
        Assert.Equal("Since QEMU 1.4.", Documentation.SummaryOf(result.Find("OurThing")!));
        string text = string.Concat(result.Trees);
        Assert.Contains("<summary>Since QEMU 1.6.</summary>", text, StringComparison.Ordinal);
        Assert.Contains("<summary>Since QEMU 2.0.</summary>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_that_speaks_of_another_thing_in_the_same_place_names_nothing()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(s_masked),
            new InMemorySchema(
                "names.json",
                """{"releases": ["1"], "commands": {"query-thing": {"returns": "Other"}}, "types": {"Other": {"members": {"a": "str", "b": "str"}}}}""",
                ("Kind", "names")
            )
        );

        Assert.NotNull(result.Find("QueryThingResult"));
        Assert.Null(result.Find("Other"));
    }

    [Fact]
    public void Two_types_that_would_have_the_same_name_have_none_of_it()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(
                Schemas.Of(
                    """{"name": "one", "meta-type": "command", "arg-type": "0", "ret-type": "7"}""",
                    """{"name": "two", "meta-type": "command", "arg-type": "0", "ret-type": "8"}""",
                    """{"name": "7", "meta-type": "object", "members": [{"name": "x", "type": "int"}]}""",
                    """{"name": "8", "meta-type": "object", "members": [{"name": "x", "type": "int"}]}"""
                )
            ),
            new InMemorySchema(
                "names.json",
                """{"releases": ["1"], "commands": {"one": {"returns": "X"}, "two": {"returns": "X"}}, "types": {"X": {"members": {"x": "int"}}}}""",
                ("Kind", "names")
            )
        );

        Assert.NotNull(result.Find("OneResult"));
        Assert.NotNull(result.Find("TwoResult"));
        Assert.Null(result.Find("X"));
    }

    [Fact]
    public void A_dump_with_names_of_its_own_is_used_as_it_is()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(
                Schemas.Of(
                    """{"name": "query-status", "meta-type": "command", "arg-type": "q_obj_query-status-arg", "ret-type": "[Status]", "since": "3.0"}""",
                    """{"name": "[Status]", "meta-type": "array", "element-type": "Status"}""",
                    """{"name": "Status", "meta-type": "object", "members": [{"name": "address", "type": "int", "width": "uint32", "since": "3.1"}, {"name": "x", "type": "__org.example_x-Thing"}]}""",
                    """{"name": "__org.example_x-Thing", "meta-type": "enum", "members": [{"name": "a", "since": "3.2"}]}""",
                    """{"name": "q_obj_query-status-arg", "meta-type": "object", "members": [{"name": "y", "type": "int", "default": null, "width": "size"}]}"""
                )
            )
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal(["uint", "Qemu.OrgExampleXThing"], PropertiesOf(result, "Status"));
        Assert.Contains("ulong?", PropertiesOf(result, "QueryStatusCommand"));
        Assert.Equal("Since QEMU 3.0.", Documentation.SummaryOf(result.Find("QueryStatusCommand")!));
        string text = string.Concat(result.Trees);
        Assert.Contains("<summary>Since QEMU 3.1.</summary>", text, StringComparison.Ordinal);
        Assert.Contains("<summary>Since QEMU 3.2.</summary>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_namesake_of_a_type_of_QEMU_in_another_place_has_nothing_of_it()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(
                Schemas.WithMembers(
                    """{"name": "what", "type": "InetSocketAddress"}""",
                    """{"name": "InetSocketAddress", "meta-type": "object", "members": [{"name": "to", "type": "int"}]}"""
                )
            )
        );

        Assert.Equal(["long"], PropertiesOf(result, "InetSocketAddress"));
    }

    [Theory]
    [InlineData(
        "",
        "names.json(1,1): error QMPGEN015: The QmpNames item is no catalogue of names: a catalogue is one JSON object. Nothing of it is used. Make it again with 'qmpgen names'."
    )]
    [InlineData(
        "{\"releases\": [\"1\"],\n \"types\": {\"X\": 5}}",
        "names.json(2,17): error QMPGEN015: The QmpNames item is no catalogue of names: the type 'X' has neither 'members' nor 'values' nor 'kinds'. Nothing of it is used. Make it again with 'qmpgen names'."
    )]
    public void A_broken_catalogue_is_named_with_its_place_and_the_bindings_are_made_all_the_same(
        string text,
        string message
    )
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(s_masked),
            new InMemorySchema("names.json", text, ("Kind", "names"))
        );

        Assert.Equal([message], result.Messages);
        Assert.NotNull(result.Find("QueryThingResult"));
    }

    private static IReadOnlyList<string> PropertiesOf(GenerationResult result, string type) =>
        [
            .. result
                .Find(type)!
                .GetMembers()
                .OfType<IPropertySymbol>()
                .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
                .Select(property => property.Type.ToString()!),
        ];
}
