using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

public sealed class NamesCommandTests : IDisposable
{
    private static readonly string s_dump = TestFile.GetPath("schema/qemu-7.2.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Map_OfRealDump_PrintsNamesOfAllTypes()
    {
        (int exitCode, string output, string error) = ToolRunner.Run("names", "--map", s_dump);

        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.Split('\n');
        Assert.Contains("1\tStatusInfo\tStatusInfo", lines);
        Assert.Contains("187\tq_obj_device_del-arg\tDeviceDelCommand", lines);
        Assert.Contains("316\tBlockdevOptionsQcow2\tBlockdevOptions.Qcow2", lines);
        Assert.Contains("0\tq_empty\t-", lines);
    }

    [Fact]
    public void Map_WithGivenCatalogue_UsesItsNames()
    {
        string names = _folder.Write(
            "names.json",
            """
            {"releases": ["mine"], "commands": {"query-status": {"returns": "MyStatus"}},
            "types": {"MyStatus": {"members": {"status": "str", "running": "bool"}}}}
            """
        );

        (_, string output, string error) = ToolRunner.Run("names", "--map", s_dump, "--names", names);

        Assert.Empty(error);
        Assert.Contains("1\tMyStatus\tMyStatus", output.Split('\n'));
        Assert.Contains("QueryBlockResult", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_WhenOnlyReleaseIsExcluded_HasNoQemuNames()
    {
        string release = _folder.WriteRelease(
            "1.0",
            """
            { 'command': 'query-status', 'returns': 'StatusInfo' }
            { 'struct': 'StatusInfo', 'data': { 'running': 'bool' } }
            """
        );
        string names = _folder.Write("names.json", ToolRunner.Run("names", "--qapi", release).Output);

        string with = ToolRunner.Run("names", "--map", s_dump, "--names", names).Output;
        string without = ToolRunner.Run("names", "--map", s_dump, "--names", names, "--without", "1.0").Output;

        Assert.Contains("\tStatusInfo\t", with, StringComparison.Ordinal);
        Assert.DoesNotContain("\tStatusInfo\t", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_WithInvalidEntity_WarnsAndNamesOthers()
    {
        string dump = _folder.Write("dump.json", DumpSamples.MissingType);

        (int exitCode, string output, string error) = ToolRunner.Run("names", "--map", dump);

        Assert.Equal((0, "1\t-\tGoResult\n"), (exitCode, output));
        Assert.StartsWith($"{dump}:2:72: warning QMPGEN006: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_OfInvalidDump_Fails()
    {
        string file = _folder.Write("dump.json", "[1, 2");

        AssertError($"{file}:1:6: ", "names", "--map", file);
    }

    [Fact]
    public void Map_WhenExcludedReleaseIsUnknown_Fails() =>
        AssertError("5.2.0, 7.2.22", "names", "--map", s_dump, "--without", "99");

    [Theory]
    [InlineData("{\"releases\": [\"1\"], \"commands\": {\"go\": 5}}", "1:40")]
    [InlineData("{\"releases\": [\"1\", \"1\"]}", "1:14")]
    [InlineData("{\"releases\": [\"1\", \"2\"], \"types\": {\"A\": {\"in\": \"2..1\", \"members\": {}}}}", "1:48")]
    [InlineData("[]", "1:1")]
    [InlineData("{\n\"releases\": [\"1\"], \"commands\": {\"go\": {\"returns\": \"A soon\"}}}", "2:51")]
    [InlineData("{\"releases\": [\"1\"], \"types\": {\"A\": {\"in\": \"2..\"}}}", "1:36")]
    [InlineData("{\"releases\": [\"1\"], \"types\": {\"A\": {\"in\": \"2..\", \"members\": {}}}}", "1:43")]
    [InlineData("{\"releases\": []}", "1:14")]
    [InlineData("{\"releases\": [\"1\"}", "1:18")]
    public void Map_WithInvalidCatalogue_FailsWithLineAndColumn(string text, string place)
    {
        string names = _folder.Write("names.json", text);

        AssertError($"{names}:{place}: ", "names", "--map", s_dump, "--names", names);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("1..2")]
    [InlineData("1 2")]
    public void Catalogue_WithInvalidReleaseName_Fails(string name) =>
        AssertError($"'{name}'", "names", "--qapi", _folder.WriteRelease(name, "{ 'command': 'go' }"));

    [Fact]
    public void Catalogue_WithDuplicateRelease_Fails()
    {
        string release = _folder.WriteRelease("1.0", "{ 'command': 'go' }");

        AssertError("'1.0'", "names", "--qapi", release, release);
    }

    [Fact]
    public void Catalogue_WithoutSource_Fails() => AssertError($"'{_folder.Path}'", "names", "--qapi", _folder.Path);

    [Theory]
    [InlineData("names")]
    [InlineData("names --qapi release --map dump.json")]
    [InlineData("names --qapi release --without 1.0")]
    public void Options_WhenInvalid_PrintErrorAndHelp(string arguments)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(arguments.Split(' '));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("--map", error, StringComparison.Ordinal);
        Assert.Contains("--names", output, StringComparison.Ordinal);
    }

    private static void AssertError(string expected, params string[] arguments)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(arguments);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
