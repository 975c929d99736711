using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Schema.Selection;
using Xunit;

namespace QmpGen.Generator.Tests.Schema.Selection;

/// <summary>Patterns select the generated commands and events.</summary>
public sealed class SelectionTests
{
    private const string All =
        "query-status query-block blockdev-add stop x-debug STOP SHUTDOWN JOB_STATUS_CHANGE JOB_X";

    private static readonly string s_schema = Schemas.Create(
        """{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
        """{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "11"}""",
        """{"name": "blockdev-add", "meta-type": "command", "arg-type": "11", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "x-debug", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "STOP", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "SHUTDOWN", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "JOB_STATUS_CHANGE", "meta-type": "event", "arg-type": "13"}""",
        """{"name": "JOB_X", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "10", "meta-type": "object", "members": [{"name": "mode", "type": "12"}]}""",
        """{"name": "11", "meta-type": "object", "members": [{"name": "device", "type": "str"}]}""",
        """{"name": "12", "meta-type": "enum", "values": ["a"]}""",
        """{"name": "13", "meta-type": "object", "members": [{"name": "mode", "type": "12"}]}"""
    );

    [Theory]
    [InlineData("", "", All)]
    [InlineData("*", "*", All)]
    [InlineData("query-status", "", "query-status STOP SHUTDOWN JOB_STATUS_CHANGE JOB_X")]
    [InlineData("query-* stop", "JOB_* SHUTDOWN", "query-status query-block stop SHUTDOWN JOB_STATUS_CHANGE JOB_X")]
    [InlineData("*-*", "STOP", "query-status query-block blockdev-add x-debug STOP")]
    [InlineData("*-b*k q*y-*t*s", "STOP", "query-status query-block STOP")]
    [InlineData("!query-block query-*", "STOP", "query-status STOP")]
    [InlineData("query-* !query-block", "STOP", "query-status STOP")]
    [InlineData("query-block !query-*", "STOP", "STOP")]
    [InlineData("!x-* !query-*", "STOP", "blockdev-add stop STOP")]
    [InlineData("stop", "!*", "stop")]
    [InlineData("!*", "STOP", "STOP")]
    [InlineData("  stop\n;\tx-debug,stop ", "STOP", "stop x-debug STOP")]
    public void Patterns_InMetadata_SelectCommandsAndEvents(string commands, string events, string expected)
    {
        GenerationResult result = Generation.Run(Schema(("Commands", commands), ("Events", events)));

        Assert.Equal(expected, Selected(result));
        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("query-statu", "query-stats query-status", "query-status")]
    [InlineData("query-stat", "query-state query-stats query-status", "query-state")]
    [InlineData("query-bloks", "query-blocks query-block query-clocks", "query-blocks")]
    [InlineData("xuery-name", "query-name query-nam", "query-name")]
    [InlineData("Command", "Client Commands Events", "Commands")]
    public void Suggestion_OfSimilarNames_PrefersCommonStart(string name, string names, string expected) =>
        Assert.Equal(expected, NearestName.Find(name, names.Split(' ')));

    [Theory]
    [InlineData("", "", "", All)]
    [InlineData("# nothing yet\n\n", "", "", All)]
    [InlineData("stop\nSHUTDOWN\n", "", "", "stop SHUTDOWN")]
    [InlineData(
        "# what we call\r\nquery-*   # of all kinds\r\n!query-block\r\n\r\nJOB_*",
        "",
        "",
        "query-status JOB_STATUS_CHANGE JOB_X"
    )]
    [InlineData("stop", "", "", "stop")]
    [InlineData("stop", "", "*", "stop STOP SHUTDOWN JOB_STATUS_CHANGE JOB_X")]
    [InlineData("stop\nSHUTDOWN", "x-* query-*", "JOB_X", "query-status query-block stop x-debug SHUTDOWN JOB_X")]
    [InlineData("!x-*\n!JOB_X", "", "", "query-status query-block blockdev-add stop STOP SHUTDOWN JOB_STATUS_CHANGE")]
    [InlineData("!x-*", "x-* stop", "", "stop STOP SHUTDOWN JOB_STATUS_CHANGE JOB_X")]
    [InlineData("*", "!x-*", "!JOB_*", "query-status query-block blockdev-add stop STOP SHUTDOWN")]
    public void Patterns_InFilterFile_SelectCommandsAndEvents(
        string file,
        string commands,
        string events,
        string expected
    )
    {
        GenerationResult result = Generation.Run(
            Schema(("Commands", commands), ("Events", events), ("Select", "qemu.select")),
            SelectFile(file)
        );

        Assert.Equal(expected, Selected(result));
        Assert.Equal([], result.Messages);
    }

    [Theory]
    [InlineData("/home/me/qemu.select", "/home/me/qemu.select")]
    [InlineData(@"C:\Me\qemu.select", "c:/me/Qemu.select")]
    public void FilterFile_AmongOthers_IsFoundByPath(string named, string path)
    {
        GenerationResult result = Generation.Run(
            Schema(("Select", named)),
            new InMemorySchema("/home/other/qemu.select", "x-*", ("Kind", "select")),
            new InMemorySchema(path, "stop", ("Kind", "select"))
        );

        Assert.Equal("stop", Selected(result));
    }

    [Fact]
    public void FilterFiles_ThatDifferInCase_AreDifferent()
    {
        GenerationResult result = Generation.Run(
            Schema(("Select", "a.select")),
            new InMemorySchema("A.select", "x-*", ("Kind", "select")),
            new InMemorySchema("a.select", "stop", ("Kind", "select"))
        );

        Assert.Equal("stop", Selected(result));
    }

    [Fact]
    public void FilterFile_OfTwoSchemas_AppliesToBoth()
    {
        GenerationResult result = Generation.Run(
            Schema(("Select", "qemu.select")),
            new InMemorySchema("other.json", s_schema, ("Namespace", "Other"), ("Select", "qemu.select")),
            SelectFile("stop")
        );

        Assert.Equal("stop stop", Selected(result));
        Assert.Equal([], result.Complaints);
    }

    [Fact]
    public void Types_OfSelectedCommands_AreGenerated()
    {
        Assert.Equal(
            ["QemuClient", "QueryBlockCommand", "QueryBlockResult"],
            TypesOf(Generation.Run(Schema(("Commands", "query-block"), ("Events", "!*"))))
        );
        Assert.Equal(
            ["BlockdevAddCommand", "QemuClient"],
            TypesOf(Generation.Run(Schema(("Commands", "blockdev-add"), ("Events", "!*"))))
        );
    }

    [Fact]
    public void TypeName_FromUnselectedCommand_IsKept()
    {
        GenerationResult result = Generation.Run(Schema(("Commands", "query-status"), ("Events", "JOB_STATUS_CHANGE")));

        Assert.Equal(
            [
                "JobStatusChangeEvent",
                "JobStatusChangeMode",
                "JobStatusChangeModeExtensions",
                "QemuClient",
                "QueryStatusCommand",
                "QueryStatusResult",
            ],
            TypesOf(result)
        );
        Assert.Equal(
            TypesOf(result).Except(["JobStatusChangeEvent"]),
            TypesOf(Generation.Run(Schema(("Commands", "query-status"), ("Events", "!*"))))
        );
    }

    [Fact]
    public void CollidingName_OfUnselectedCommand_IsKept()
    {
        InMemorySchema schema = InMemorySchema.FromText(
            Schemas.Create(
                """{"name": "do-it", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                """{"name": "do_it", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
            ),
            ("Commands", "do_it")
        );

        Assert.Equal(["DoItCommand2", "QemuClient"], TypesOf(Generation.Run(schema)));
    }

    [Fact]
    public void Type_OfSelectedCommands_HasOnlyRequiredDirections()
    {
        string schema = Schemas.Create(
            """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "[10]"}""",
            """{"name": "set", "meta-type": "command", "arg-type": "11", "ret-type": "0"}""",
            """{"name": "[10]", "meta-type": "array", "element-type": "10"}""",
            """{"name": "10", "meta-type": "object", "members": [{"name": "a", "type": "str"}]}""",
            """{"name": "11", "meta-type": "object", "members": [{"name": "value", "type": "10"}]}"""
        );

        Assert.Equal(["IQmpReadable", "IQmpWritable"], Interfaces(""));
        Assert.Equal(["IQmpReadable"], Interfaces("get"));
        Assert.Equal(["IQmpWritable"], Interfaces("set"));

        IEnumerable<string> Interfaces(string commands) =>
            Generation
                .Run(InMemorySchema.FromText(schema, ("Commands", commands)))
                .Find("GetResult")!
                .Interfaces.Select(type => type.Name == "IQmpObject" ? "IQmpWritable" : type.Name)
                .Where(name => name.StartsWith("IQmp", StringComparison.Ordinal))
                .Order();
    }

    [Fact]
    public void Branch_NotUsedElsewhere_ExistsOnlyInUnion()
    {
        string schema = Schemas.Create(
            """{"name": "get", "meta-type": "command", "arg-type": "0", "ret-type": "10"}""",
            """{"name": "get-inner", "meta-type": "command", "arg-type": "0", "ret-type": "11"}""",
            """{"name": "10", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "12"}], "variants": [{"case": "a", "type": "11"}]}""",
            """{"name": "11", "meta-type": "object", "members": [{"name": "x", "type": "str"}]}""",
            """{"name": "12", "meta-type": "enum", "values": ["a"]}"""
        );

        Assert.NotNull(Generation.Run(InMemorySchema.FromText(schema)).Find("GetInnerResult"));
        GenerationResult result = Generation.Run(InMemorySchema.FromText(schema, ("Commands", "get")));
        Assert.Null(result.Find("GetInnerResult"));
        Assert.NotNull(result.Find("GetResult+A"));
        Assert.Equal([], result.Complaints);
    }

    [Fact]
    public void GuestAgentClient_WithSelection_IsUnchanged()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(Dumps.Read("qga-7.2.json"), ("Commands", "guest-get-osinfo"))
        );

        Assert.Equal("guest-get-osinfo", Selected(result));
        string client = result
            .Trees.Single(tree => tree.FilePath.EndsWith("Client.g.cs", StringComparison.Ordinal))
            .ToString();
        Assert.Contains("Connects to the QEMU guest agent", client, StringComparison.Ordinal);
        Assert.Contains("\"guest-shutdown\"", client, StringComparison.Ordinal);
    }

    private static InMemorySchema Schema(params (string, string)[] metadata) =>
        InMemorySchema.FromText(s_schema, metadata);

    private static InMemorySchema SelectFile(string text) => new("qemu.select", text, ("Kind", "select"));

    private static IEnumerable<string> TypesOf(GenerationResult result) =>
        result.Types.Select(type => type.Name).Order(StringComparer.Ordinal);

    /// <summary>Gets the wire names of the generated commands and events, in the order of the schema.</summary>
    private static string Selected(GenerationResult result) =>
        string.Join(
            ' ',
            Regex
                .Matches(string.Concat(result.Trees), "static (?:new )?string WireName => \"([^\"]*)\"")
                .Select(match => match.Groups[1].Value)
                .OrderBy(name => All.Split(' ').IndexOf(name))
        );
}
