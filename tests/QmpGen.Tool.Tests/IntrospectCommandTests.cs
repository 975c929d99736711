using System.CommandLine;
using Xunit;

namespace QmpGen.Tool.Tests;

public sealed class IntrospectCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qmpgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheDumpGoesToStandardOutput()
    {
        string schema = Write("schema.json", "{ 'include': 'more.json' }");
        Write("more.json", "{ 'event': 'E' }");

        (int code, string output, string error) = Run("introspect", "--qapi", schema);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("[\n{\"name\": \"E\",", output, StringComparison.Ordinal);
        Assert.Equal(output, Run("introspect", "--qapi", schema, "-o", "-").Output);
    }

    [Fact]
    public void OrToAFile()
    {
        string schema = Write("schema.json", "{ 'event': 'E' }");
        string dump = Path.Combine(_folder, "dump.json");

        Assert.Equal((0, "", ""), Run("introspect", "--qapi", schema, "-o", dump));
        Assert.Equal(Run("introspect", "--qapi", schema).Output, File.ReadAllText(dump));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("--define CONFIG_A", true, false)]
    [InlineData("--define CONFIG_A CONFIG_B", true, true)]
    [InlineData("--define CONFIG_A --define CONFIG_B", true, true)]
    [InlineData("--all", true, true)]
    public void TheSymbolsOfABuildDecideWhatIsInTheDump(string options, bool hasA, bool hasB)
    {
        string schema = Write("schema.json", "{ 'event': 'A', 'if': 'CONFIG_A' } { 'event': 'B', 'if': 'CONFIG_B' }");

        string dump = Run(["introspect", "--qapi", schema, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Output;

        Assert.Equal((hasA, hasB), (dump.Contains("\"A\"", StringComparison.Ordinal), dump.Contains("\"B\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void AMistakeInTheSchemaIsToldInTheNotationOfCompilers()
    {
        string schema = Write("schema.json", "\n{ 'event': \"E\" }");

        (int code, string output, string error) = Run("introspect", "--qapi", schema);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"{schema}:2:12: error: QAPI quotes with ' and not with \": write '…'{Environment.NewLine}", error);
    }

    [Fact]
    public void AFileThatIsNotThereIsAMistakeToo()
    {
        (int code, string output, string error) = Run("introspect", "--qapi", "none.json");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"none.json:1:1: error: there is no file 'none.json'{Environment.NewLine}", error);
    }

    [Fact]
    public void SoIsAFolderThatCannotBeWrittenTo()
    {
        (int code, _, string error) = Run("introspect", "--qapi", Write("schema.json", "{ 'event': 'E' }"), "-o", Path.Combine(_folder, "none", "dump.json"));

        Assert.Equal(1, code);
        Assert.Equal(Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), error.TrimEnd('\n'));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("introspect")]
    [InlineData("introspect --qapi schema.json --unknown")]
    [InlineData("introspect --qapi schema.json --all --define CONFIG_A")]
    public void WrongArgumentsGetHelp(string arguments)
    {
        (int code, string output, string error) = Run(arguments.Split(' '));

        Assert.NotEqual(0, code);
        Assert.NotEmpty(error);
        Assert.Contains("--qapi", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        RootCommand root = [IntrospectCommand.Create()];
        int code = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
