using System.Diagnostics;
using QmpGen.Tool.Files;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

/// <summary>Runs the commands with files that another person could have prepared.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../../other.json")]
    [InlineData("/dev/zero")]
    [InlineData("link.json")]
    [InlineData("folder/more.json")]
    [InlineData("none.json")]
    public void Include_ThatLeavesTheTree_IsError(string include)
    {
        _folder.Write("other.json", "{ 'event': 'SECRET' }");
        _folder.Write("outside/more.json", "{ 'event': 'SECRET' }");
        string schema = _folder.Write("top/source/schema.json", $"{{ 'include': '{include}' }}");
        File.CreateSymbolicLink(_folder.Combine("top/source/link.json"), _folder.Combine("other.json"));
        Directory.CreateSymbolicLink(_folder.Combine("top/source/folder"), _folder.Combine("outside"));

        (int exitCode, string output, string error) = ToolRunner.Run("introspect", "--qapi", schema);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("schema.json:1:14: error:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Include_ThroughLinkToOwnFolder_DoesNotRepeat()
    {
        string schema = _folder.Write("schema.json", "{ 'include': 'a/schema.json' }\n{ 'include': 'b/schema.json' }");
        Directory.CreateSymbolicLink(_folder.Combine("a"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.Combine("b"), _folder.Path);

        Assert.Equal(1, ToolRunner.Run("introspect", "--qapi", schema).ExitCode);
    }

    [Fact]
    public void Include_OfOtherFolderInTheSource_IsRead()
    {
        _folder.Write("qapi/common.json", "{ 'event': 'E' }");
        string schema = _folder.Write(
            "storage-daemon/qapi/qapi-schema.json",
            "{ 'include': '../../qapi/common.json' }"
        );

        Assert.Equal(0, ToolRunner.Run("introspect", "--qapi", schema).ExitCode);
    }

    [Fact]
    public void Include_OfNamedPipe_DoesNotWait()
    {
        string schema = _folder.Write("schema.json", "{ 'include': 'pipe.json' }\n{ 'event': 'E' }");
        CreateNamedPipe("pipe.json");

        Assert.Equal(0, ToolRunner.Run("introspect", "--qapi", schema).ExitCode);
    }

    [Theory]
    [InlineData("introspect", "--qapi")]
    [InlineData("names", "--map")]
    public void InputFile_ThatIsEndless_IsError(string command, string option)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(command, option, "/dev/zero");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("'/dev/zero' is not UTF-8 text", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputFile_ThatIsNamedPipe_IsRead()
    {
        string pipe = CreateNamedPipe("pipe.json");
        Task write = Task.Run(() => File.WriteAllText(pipe, "{ 'event': 'E' }"));

        Assert.Equal(0, ToolRunner.Run("introspect", "--qapi", pipe).ExitCode);
        await write;
    }

    [Fact]
    public void TextFile_BeyondTheMaximum_Throws()
    {
        const int Mebi = 1024 * 1024;
        string path = _folder.Write("large.json", new string(' ', Mebi + 1));

        Assert.Contains(
            path,
            Assert.Throws<IOException>(() => TextFile.Read(path, Mebi)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Mebi + 1, TextFile.Read(path, 2 * Mebi).Length);
    }

    [Fact]
    public void Output_ThatIsSymbolicLink_IsNotFollowed()
    {
        string schema = _folder.Write("schema.json", "{ 'event': 'E' }");
        string target = _folder.Write("target", "kept");
        string link = _folder.Combine("link");
        File.CreateSymbolicLink(link, target);

        Assert.Equal(1, ToolRunner.Run("introspect", "--qapi", schema, "-o", link).ExitCode);
        Assert.Equal("kept", File.ReadAllText(target));
    }

    [Fact]
    public void Error_WithControlCharacters_ShowsEscapeSequences()
    {
        string schema = _folder.Write("schema.json", "{ 'include': '\u001b[2J\u202e.json' }");

        string error = ToolRunner.Run("introspect", "--qapi", schema).Error;

        Assert.Contains(@"\u001B[2J\u202E.json", error, StringComparison.Ordinal);
    }

    private string CreateNamedPipe(string name)
    {
        string path = _folder.Combine(name);
        using Process process = Process.Start("mkfifo", path);
        process.WaitForExit();
        return path;
    }
}
