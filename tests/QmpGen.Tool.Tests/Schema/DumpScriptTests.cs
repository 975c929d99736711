using System.Diagnostics;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Schema;

/// <summary>Runs <c>schema/dump.sh</c> with a script in place of QEMU.</summary>
public sealed class DumpScriptTests : IDisposable
{
    private const string Greeting =
        """{"QMP": {"version": {"qemu": {"micro": 2, "minor": 1, "major": 9}, "package": ""}, "capabilities": []}}""";

    private const string Entities =
        """{"name": "stop", "ret-type": "0", "meta-type": "command", "arg-type": "0"}, """
        + """{"name": "0", "members": [], "meta-type": "object"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Script_WithReply_PrintsGreetingAndEntities()
    {
        (int exitCode, string output, string error) = RunScript(
            Greeting,
            """{"return": {}}""",
            $$"""{"return": [{{Entities}}]}"""
        );

        Assert.Equal((0, "QEMU 9.1.2, 2 entities\n"), (exitCode, error));
        Assert.Equal($"{Greeting}\n[\n{Entities.Replace(", {", ",\n{", StringComparison.Ordinal)}\n]\n", output);
    }

    [Fact]
    public void Dump_FromScript_HasCommandsAndQemuVersion()
    {
        string output = RunScript(Greeting, """{"return": {}}""", $$"""{"return": [{{Entities}}]}""").Output;

        QmpSchema schema = DumpNames.Parse(output);

        Assert.Equal("9.1.2", schema.QemuVersion);
        Assert.Equal("stop", Assert.Single(schema.Commands).Name);
    }

    [Theory]
    [InlineData("no QMP greeting")]
    [InlineData("CommandNotFound", Greeting, """{"error": {"class": "CommandNotFound", "desc": "no"}}""")]
    [InlineData("no reply", Greeting, """{"return": {}}""")]
    [InlineData("not a complete JSON array", Greeting, """{"return": [{"name": {"stop"]}""")]
    public void Script_WithoutCompleteReply_Fails(string expected, params string[] lines)
    {
        (int exitCode, string output, string error) = RunScript(lines);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    /// <summary>Runs the script with a QEMU that prints the given lines.</summary>
    private (int ExitCode, string Output, string Error) RunScript(params string[] lines)
    {
        string transcript = _folder.Write("transcript", string.Concat(lines.Select(line => line + "\n")));
        string qemu = _folder.Write("qemu.sh", $"cat '{transcript}'\n");
        string script = Path.Combine(TestFile.ProjectDirectory, "../../schema/dump.sh");
        ProcessStartInfo start = new("sh", [script, "sh", qemu])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
