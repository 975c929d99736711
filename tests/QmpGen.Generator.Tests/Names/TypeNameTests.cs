using Microsoft.CodeAnalysis;
using QmpGen.Generator.Names;
using Xunit;

namespace QmpGen.Generator.Tests.Names;

/// <summary>Names types, and adds versions, from the dump, names files and the built-in catalogue.</summary>
public sealed class TypeNameTests
{
    private static readonly string s_masked = Schemas.Create(
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
    public void Types_OfRealDump_HaveNamesOfQemu()
    {
        GenerationResult result = Generation.Run(InMemorySchema.FromText(Dumps.Read("qemu-7.2.json")));

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
    public void SimpleUnion_OfOldRelease_HasNamesOfLaterRelease()
    {
        GenerationResult old = Generation.Run(InMemorySchema.FromText(Dumps.Read("qemu-5.2.json")));

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
    public void QemuName_ConvertsToCSharpName(string qemuName, string? expected) =>
        Assert.Equal(expected, CSharpName.FromQemuType(qemuName));

    [Fact]
    public void NamesFile_OverridesBuiltInCatalogue()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(s_masked),
            new InMemorySchema("names.json", Catalogue, ("Kind", "names"))
        );

        Assert.Equal([], result.Complaints);
        Assert.Equal([], result.Messages);
        Assert.Equal(["long", "Qemu.OurState", "QmpGen.QmpList<byte>"], PropertiesOf(result, "OurThing"));
    }

    [Fact]
    public void Type_NotInCatalogue_IsNamedAfterItsPath()
    {
        GenerationResult result = Generation.Run(InMemorySchema.FromText(s_masked));

        Assert.Equal(
            ["long", "Qemu.QueryThingState", "QmpGen.QmpList<long>"],
            PropertiesOf(result, "QueryThingResult")
        );
    }

    [Fact]
    public void NamesFile_WithReleases_AddsThemToDocumentation()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(s_masked),
            new InMemorySchema("names.json", Catalogue, ("Kind", "names"))
        );

        Assert.Equal("Since QEMU 1.5.", Documentation.SummaryOf(result.Find("QueryThingCommand")!));
        Assert.Equal("Since QEMU 1.4.", Documentation.SummaryOf(result.Find("OurThing")!));
        string text = string.Concat(result.Trees);
        Assert.Contains("<summary>Since QEMU 1.6.</summary>", text, StringComparison.Ordinal);
        Assert.Contains("<summary>Since QEMU 2.0.</summary>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesFile_WithOtherTypeInSamePlace_IsNotUsed()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(s_masked),
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
    public void Name_OfTwoTypes_IsNotUsed()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.Create(
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
    public void Types_OfUnmaskedDump_KeepTheirNames()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.Create(
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
    public void UnmaskedType_InOtherPlace_DoesNotUseCatalogue()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.WithMembers(
                    """{"name": "what", "type": "InetSocketAddress"}""",
                    """{"name": "InetSocketAddress", "meta-type": "object", "members": [{"name": "to", "type": "int"}]}"""
                )
            )
        );

        Assert.Equal(["long"], PropertiesOf(result, "InetSocketAddress"));
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
