using System.Text;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

public sealed class IntrospectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dump_ByDefault_GoesToStandardOutput()
    {
        string schema = WriteSchema("{ 'include': 'more.json' }");
        _folder.Write("more.json", "{ 'event': 'E' }");

        (int exitCode, string output, string error) = ToolRunner.Run("introspect", "--qapi", schema);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("[\n{\"name\": \"E\",", output, StringComparison.Ordinal);
        Assert.Equal(output, ToolRunner.Run("introspect", "--qapi", schema, "-o", "-").Output);
    }

    [Fact]
    public void Dump_WithOutputOption_GoesToFile()
    {
        string schema = WriteSchema("{ 'event': 'E' }");
        string dump = _folder.Combine("dump.json");

        Assert.Equal((0, "", ""), ToolRunner.Run("introspect", "--qapi", schema, "-o", dump));
        Assert.Equal(ToolRunner.Run("introspect", "--qapi", schema).Output, File.ReadAllText(dump));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("--define CONFIG_A", true, false)]
    [InlineData("--define CONFIG_A CONFIG_B", true, true)]
    [InlineData("--define CONFIG_A --define CONFIG_B", true, true)]
    [InlineData("--all", true, true)]
    public void Dump_WithDefinedSymbols_HasOnlyTheirParts(string options, bool hasA, bool hasB)
    {
        string schema = WriteSchema("{ 'event': 'A', 'if': 'CONFIG_A' } { 'event': 'B', 'if': 'CONFIG_B' }");
        string[] arguments =
        [
            "introspect",
            "--qapi",
            schema,
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];

        string dump = ToolRunner.Run(arguments).Output;

        Assert.Equal(hasA, dump.Contains("\"A\"", StringComparison.Ordinal));
        Assert.Equal(hasB, dump.Contains("\"B\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("qapi", "10.0.13\n", "10.0.13")]
    [InlineData("storage-daemon/qapi", "9.2.50", "9.2.50")]
    [InlineData("qga", "soon", null)]
    [InlineData("qga", "10.0", null)]
    [InlineData("other", "10.0.13", null)]
    public void Dump_OfSource_HasItsVersion(string part, string version, string? expected)
    {
        _folder.Write("VERSION", version);
        string schema = _folder.Write($"{part}/qapi-schema.json", "{ 'event': 'E' }");

        string dump = ToolRunner.Run("introspect", "--qapi", schema).Output;

        Assert.Equal(expected, DumpNames.Parse(dump).QemuVersion);
        Assert.Equal("E", Assert.Single(DumpNames.Parse(dump).Events).Name);
    }

    [Fact]
    public void Schema_WhenInvalid_FailsWithLineAndColumn()
    {
        string schema = WriteSchema("\n{ 'event': \"E\" }");

        AssertError($"{schema}:2:12: error: ", "introspect", "--qapi", schema);
    }

    [Fact]
    public void SchemaFile_WhenMissing_Fails() =>
        AssertError("none.json:1:1: error: ", "introspect", "--qapi", "none.json");

    [Fact]
    public void SchemaFile_WhenDirectory_Fails() =>
        AssertError($"error: '{_folder.Path}'", "introspect", "--qapi", _folder.Path);

    [Theory]
    [InlineData("")]
    [InlineData("# a comment")]
    [InlineData("{ 'struct': 'S', 'data': {} }")]
    public void Schema_WithoutCommandOrEvent_Fails(string text)
    {
        string schema = WriteSchema(text);

        AssertError($"error: '{schema}'", "introspect", "--qapi", schema);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Utf16File_WithByteOrderMark_IsRead(string encoding)
    {
        string schema = WriteEncoded(Encoding.GetEncoding(encoding), byteOrderMark: true);

        (int exitCode, string output, string error) = ToolRunner.Run("introspect", "--qapi", schema);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Utf16File_WithoutByteOrderMark_Fails(string encoding)
    {
        string schema = WriteEncoded(Encoding.GetEncoding(encoding), byteOrderMark: false);

        AssertError($"error: '{schema}'", "introspect", "--qapi", schema);
    }

    [Fact]
    public void Symbol_NotUsedByAnyCondition_CausesWarning()
    {
        string schema = WriteSchema(
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
        string[] used =
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

        (int exitCode, string output, string error) = ToolRunner.Run([
            "introspect",
            "--qapi",
            schema,
            "--define",
            "CONFIG_LINUKS",
            .. used,
        ]);

        Assert.Equal(0, exitCode);
        Assert.NotEmpty(output);
        string warning = Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("warning: ", warning, StringComparison.Ordinal);
        Assert.Contains("CONFIG_LINUKS", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_InMissingDirectory_Fails()
    {
        string schema = WriteSchema("{ 'event': 'E' }");
        string dump = _folder.Combine("none/dump.json");

        AssertError("error: ", "introspect", "--qapi", schema, "-o", dump);
    }

    [Theory]
    [InlineData("introspect")]
    [InlineData("introspect --qapi schema.json --unknown")]
    [InlineData("introspect --qapi schema.json --all --define CONFIG_A")]
    public void Options_WhenInvalid_PrintErrorAndHelp(string arguments)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(arguments.Split(' '));

        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(error);
        Assert.Contains("--qapi", output, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputName_WhenEmpty_Fails()
    {
        (int exitCode, string output, string error) = ToolRunner.Run(
            "introspect",
            "--qapi",
            WriteSchema("{ 'event': 'E' }"),
            "-o",
            ""
        );

        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("\"E\"", output, StringComparison.Ordinal);
        Assert.Contains("--output", error, StringComparison.Ordinal);
    }

    private static void AssertError(string start, params string[] arguments)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(arguments);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(start, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private string WriteSchema(string text) => _folder.Write("schema.json", text);

    private string WriteEncoded(Encoding encoding, bool byteOrderMark)
    {
        string path = _folder.Combine("schema.json");
        byte[] text = encoding.GetBytes("# a comment\n{ 'event': 'E' }");
        File.WriteAllBytes(path, [.. byteOrderMark ? encoding.GetPreamble() : [], .. text]);
        return path;
    }
}
