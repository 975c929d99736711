using System.Text;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

public sealed class IntrospectCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qmpgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_dump_goes_to_standard_output()
    {
        string schema = Write("schema.json", "{ 'include': 'more.json' }");
        Write("more.json", "{ 'event': 'E' }");

        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", schema);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("[\n{\"name\": \"E\",", output, StringComparison.Ordinal);
        Assert.Equal(output, CommandLine.Run("introspect", "--qapi", schema, "-o", "-").Output);
    }

    [Fact]
    public void Or_to_a_file()
    {
        string schema = Write("schema.json", "{ 'event': 'E' }");
        string dump = Path.Combine(_folder, "dump.json");

        Assert.Equal((0, "", ""), CommandLine.Run("introspect", "--qapi", schema, "-o", dump));
        Assert.Equal(CommandLine.Run("introspect", "--qapi", schema).Output, File.ReadAllText(dump));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("--define CONFIG_A", true, false)]
    [InlineData("--define CONFIG_A CONFIG_B", true, true)]
    [InlineData("--define CONFIG_A --define CONFIG_B", true, true)]
    [InlineData("--all", true, true)]
    public void The_symbols_of_a_build_decide_what_is_in_the_dump(string options, bool hasA, bool hasB)
    {
        string schema = Write("schema.json", "{ 'event': 'A', 'if': 'CONFIG_A' } { 'event': 'B', 'if': 'CONFIG_B' }");

        string dump = CommandLine
            .Run(["introspect", "--qapi", schema, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            .Output;

        Assert.Equal(
            (hasA, hasB),
            (dump.Contains("\"A\"", StringComparison.Ordinal), dump.Contains("\"B\"", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_mistake_in_the_schema_is_told_in_the_notation_of_compilers()
    {
        string schema = Write("schema.json", "\n{ 'event': \"E\" }");

        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", schema);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            $"{schema}:2:12: error: QAPI quotes with ' and not with \": write '…'{Environment.NewLine}",
            error
        );
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_mistake_too()
    {
        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", "none.json");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"none.json:1:1: error: there is no file 'none.json'{Environment.NewLine}", error);
    }

    [Fact]
    public void So_is_a_directory()
    {
        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", _folder);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"error: '{_folder}' is a directory: name its qapi-schema.json.{Environment.NewLine}", error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# a comment")]
    [InlineData("{ 'struct': 'S', 'data': {} }")]
    public void So_is_a_schema_without_a_command_or_event(string text)
    {
        string schema = Write("schema.json", text);

        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", schema);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(
            $"error: There is nothing to introspect: '{schema}' and what it includes",
            error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    public void A_schema_in_another_encoding_is_read_or_refused(string encoding, bool mark)
    {
        Encoding utf16 = Encoding.GetEncoding(encoding);
        string schema = Path.Combine(_folder, "schema.json");
        File.WriteAllBytes(
            schema,
            [.. mark ? utf16.GetPreamble() : [], .. utf16.GetBytes("# a comment\n{ 'event': 'E' }")]
        );

        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", schema);

        Assert.Equal((mark ? 0 : 1, mark), (code, output.Length > 0));
        Assert.Equal(mark ? "" : $"error: '{schema}' is no text in UTF-8.{Environment.NewLine}", error);
    }

    [Fact]
    public void A_symbol_that_no_condition_mentions_is_worth_a_warning()
    {
        string schema = Write(
            "schema.json",
            """
            { 'event': 'E', 'if': 'IN_EVENT', 'features': [ { 'name': 'f', 'if': { 'not': 'IN_FEATURE' } } ],
              'data': { 'm': { 'type': 'int', 'if': { 'any': [ 'OR', { 'all': [ 'AND' ] } ] } } } }
            { 'command': 'c', 'data': { 'm': { 'type': 'int', 'if': 'IN_ARGUMENT' } } }
            { 'enum': 'Kind', 'data': [ { 'name': 'v', 'if': 'IN_VALUE' } ] }
            { 'struct': 'S', 'data': { 'm': { 'type': 'int', 'if': 'IN_MEMBER' } } }
            { 'union': 'U', 'base': { 'k': 'Kind', 'n': { 'type': 'int', 'if': 'IN_BASE' } }, 'discriminator': 'k',
              'data': { 'v': { 'type': 'S', 'if': 'IN_BRANCH' } } }
            { 'alternate': 'A', 'data': { 's': { 'type': 'str', 'if': 'IN_ALTERNATE' } } }
            """
        );
        string[] known =
        [
            "IN_EVENT",
            "IN_FEATURE",
            "OR",
            "AND",
            "IN_ARGUMENT",
            "IN_VALUE",
            "IN_MEMBER",
            "IN_BASE",
            "IN_BRANCH",
            "IN_ALTERNATE",
        ];

        (int code, string output, string error) = CommandLine.Run([
            "introspect",
            "--qapi",
            schema,
            "--define",
            "CONFIG_LINUKS",
            .. known,
        ]);

        Assert.Equal(
            (0, $"warning: no condition of the schema mentions 'CONFIG_LINUKS'.{Environment.NewLine}"),
            (code, error)
        );
        Assert.NotEmpty(output);
    }

    [Fact]
    public void So_is_a_folder_that_cannot_be_written_to()
    {
        string schema = Write("schema.json", "{ 'event': 'E' }");

        (int code, _, string error) = CommandLine.Run(
            "introspect",
            "--qapi",
            schema,
            "-o",
            Path.Combine(_folder, "none", "dump.json")
        );

        Assert.Equal(1, code);
        Assert.Equal(Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), error.TrimEnd('\n'));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("introspect")]
    [InlineData("introspect --qapi schema.json --unknown")]
    [InlineData("introspect --qapi schema.json --all --define CONFIG_A")]
    public void Wrong_arguments_get_help(string arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments.Split(' '));

        Assert.NotEqual(0, code);
        Assert.NotEmpty(error);
        Assert.Contains("--qapi", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_empty_name_is_no_file_to_write()
    {
        (int code, string output, string error) = CommandLine.Run(
            "introspect",
            "--qapi",
            Write("schema.json", "{ 'event': 'E' }"),
            "-o",
            ""
        );

        Assert.NotEqual(0, code);
        Assert.DoesNotContain("\"E\"", output, StringComparison.Ordinal);
        Assert.Contains("--output names no file", error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
