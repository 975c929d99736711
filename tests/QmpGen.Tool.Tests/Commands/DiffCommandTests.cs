using System.Text.Json.Nodes;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

public sealed class DiffCommandTests : IDisposable
{
    private const string Old = """[{"name": "go", "meta-type": "command"}]""";

    private const string Larger = """
        [{"name": "go", "meta-type": "command"}, {"name": "GONE", "meta-type": "event"}]
        """;

    private const string Greeting = """{"QMP": {"version": {"qemu": {"major": 9, "minor": 1, "micro": 2}}}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_OfRealDumps_HasNotationOfQemu()
    {
        (int exitCode, string output, string error) = ToolRunner.Run("diff", GetDump("7.2"), GetDump("10.0"));

        Assert.Equal((3, ""), (exitCode, error));
        Assert.StartsWith("qemu-7.2 -> qemu-10.0\n", output, StringComparison.Ordinal);
        Assert.Contains(
            """
            . migrate
            -     arguments.blk: Optional<boolean>  [runtime]
            +     arguments.channels: Optional<[MigrationChannel]>
            -     arguments.inc: Optional<boolean>  [runtime]
            !     arguments.uri: string -> Optional<string>  [compile]

            """,
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
            . object-add
            .     arguments.qom-type: enum
            +         'acpi-generic-initiator'

            """,
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
            . BlockDeviceInfo  (received; query-named-block-nodes: returns[])
            +     active: boolean

            """,
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Text_OfRealDumps_EndsWithSummary()
    {
        string[] lines = ToolRunner.Run("diff", GetDump("7.2"), GetDump("10.0")).Output.Split('\n');

        Assert.Equal("summary:", lines[^8]);
        Assert.StartsWith("commands: 2 removed, 19 added, ", lines[^6], StringComparison.Ordinal);
        Assert.StartsWith("events:   2 removed, 5 added, ", lines[^5], StringComparison.Ordinal);
        Assert.StartsWith("types:    9 removed, 105 added, ", lines[^4], StringComparison.Ordinal);
        Assert.StartsWith("members:  16 required and ", lines[^3], StringComparison.Ordinal);
        Assert.EndsWith("0 became required, 3 became optional", lines[^3], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfRealDumps_HasSummaryAndPaths()
    {
        JsonNode report = JsonNode.Parse(ToolRunner.Run("diff", GetDump("7.2"), GetDump("10.0"), "--json").Output)!;

        JsonNode summary = report["summary"]!;
        Assert.Equal((2, 19), ((int)summary["commands"]!["removed"]!, (int)summary["commands"]!["added"]!));
        Assert.Equal(16, (int)summary["changes"]!["required-member-added"]!);
        JsonNode migrate = report["entities"]!.AsArray().Single(entity => (string?)entity!["name"] == "migrate")!;
        JsonNode uri = migrate["changes"]!.AsArray().Single(change => (string?)change!["path"] == "arguments.uri")!;
        Assert.Equal(
            ("member-became-optional", "string", "Optional<string>", "sent", "compile"),
            (
                (string?)uri["kind"],
                (string?)uri["old"],
                (string?)uri["new"],
                (string?)uri["directions"],
                (string?)uri["severity"]
            )
        );
    }

    [Fact]
    public void Markdown_OfRealDumps_HasSectionForEachEntity()
    {
        string output = ToolRunner.Run("diff", GetDump("7.2"), GetDump("10.0"), "--markdown").Output;

        Assert.Contains(
            """
            ### `migrate`: changed (**runtime**)

            - removed `arguments.blk: Optional<boolean>` (**runtime**)

            """,
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("| commands | 2 removed, 19 added, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Old, Old, 0)]
    [InlineData(Old, Larger, 2)]
    [InlineData(Larger, Old, 3)]
    [InlineData(Old, "[1, 2", 1)]
    public void ExitCode_DependsOnWorstDifference(string old, string @new, int expected)
    {
        (int exitCode, _, _) = ToolRunner.Run("diff", _folder.Write("a.json", old), _folder.Write("b.json", @new));

        Assert.Equal(expected, exitCode);
    }

    [Fact]
    public void Difference_OfMissingFile_FailsWithItsName()
    {
        string missing = _folder.Combine("missing.json");

        (int exitCode, string output, string error) = ToolRunner.Run("diff", GetDump("7.2"), missing);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(missing, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"return": """ + Old + "}")]
    [InlineData(Greeting + "\n{\"return\": {}}\n{\"return\": " + Old + "}")]
    public void Dump_InReplyOrTranscript_IsCompared(string text)
    {
        (int exitCode, _, string error) = ToolRunner.Run(
            "diff",
            _folder.Write("a.json", text),
            _folder.Write("b.json", Old)
        );

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public void Label_OfTranscript_IsItsVersion()
    {
        string old = _folder.Write("a.json", Old);
        string @new = _folder.Write("b.json", $"{Greeting}\n{{\"return\": {Larger}}}");

        string output = ToolRunner.Run("diff", old, @new).Output;

        Assert.StartsWith("a -> 9.1.2\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_OfFilesWithSameName_IsThePath()
    {
        string old = _folder.Write("one/a.json", Old);
        string @new = _folder.Write("two/a.json", Larger);

        string output = ToolRunner.Run("diff", old, @new).Output;

        Assert.StartsWith($"{old} -> {@new}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output=-")]
    [InlineData("--markdown")]
    [InlineData("--json")]
    public void Report_OfVersionWithControlCharacters_DoesNotContainThem(string format)
    {
        string old = _folder.Write("a.json", Old);
        string @new = _folder.Write(
            "b.json",
            """
            {"QMP": {"version": {"qemu": {"major": "\u001b[2J\u0085\n`x", "minor": 0, "micro": 0}}}}
            {"return": [{"name": "go", "meta-type": "command"}]}
            """
        );

        string output = ToolRunner.Run("diff", old, @new, format).Output;

        Assert.Contains("[2J", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain("\n`x", output, StringComparison.Ordinal);
    }

    private static string GetDump(string release) => TestFile.GetPath($"schema/qemu-{release}.json");
}
