using QmpGen.Tests.Builds;

namespace QmpGen.Operations.Tests;

/// <summary>Runs samples/Lab.</summary>
public sealed class LabTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    [QemuFact]
    public async Task Lab_WithQemu_MovesTheGuestAndEndsBoth()
    {
        string output = await RunAsync(Environment.GetEnvironmentVariable("PATH")!);

        Assert.StartsWith($"Two processes of QEMU {RealQemu.Version.Value}", output, StringComparison.Ordinal);
        AssertStates(output);
        Assert.Equal(2, output.Split("ended by Quit, exit code 0").Length - 1);
        Assert.Contains("The guest moved", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lab_WithoutQemu_SaysThatServersPlayTheMigration()
    {
        string output = await RunAsync(path: _directory.FullName);

        Assert.StartsWith("Two embedded servers play the migration", output, StringComparison.Ordinal);
        AssertStates(output);
        Assert.DoesNotContain("The guest moved", output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static void AssertStates(string output)
    {
        Assert.Matches(@"source +running\n +destination +inmigrate\n", output);
        Assert.Matches(@"migration +\[#{40}\] +64 of 64 MiB\n", output);
        Assert.Matches(@"source +postmigrate\n +destination +running\n", output);
        Assert.Matches(@"source +ended by Quit.*\n +destination +ended by Quit", output);
    }

    /// <summary>Runs the sample, which must not leave files behind.</summary>
    private async Task<string> RunAsync(string path)
    {
        ProcessResult lab = await ProcessResult.RunAsync(
            TemporaryProject.Dotnet,
            [Path.Combine(AppContext.BaseDirectory, "Lab.dll")],
            _directory.FullName,
            ("PATH", path),
            ("TMPDIR", _directory.FullName)
        );
        Assert.Empty(_directory.EnumerateFileSystemInfos());
        return lab.AssertSuccess().Output;
    }
}
