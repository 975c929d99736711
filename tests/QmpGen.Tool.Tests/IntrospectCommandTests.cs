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

        string dump = CommandLine.Run(["introspect", "--qapi", schema, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Output;

        Assert.Equal((hasA, hasB), (dump.Contains("\"A\"", StringComparison.Ordinal), dump.Contains("\"B\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_mistake_in_the_schema_is_told_in_the_notation_of_compilers()
    {
        string schema = Write("schema.json", "\n{ 'event': \"E\" }");

        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", schema);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"{schema}:2:12: error: QAPI quotes with ' and not with \": write '…'{Environment.NewLine}", error);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_mistake_too()
    {
        (int code, string output, string error) = CommandLine.Run("introspect", "--qapi", "none.json");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"none.json:1:1: error: there is no file 'none.json'{Environment.NewLine}", error);
    }

    [Fact]
    public void So_is_a_folder_that_cannot_be_written_to()
    {
        (int code, _, string error) = CommandLine.Run("introspect", "--qapi", Write("schema.json", "{ 'event': 'E' }"), "-o", Path.Combine(_folder, "none", "dump.json"));

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

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
