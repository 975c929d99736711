using System.Diagnostics.CodeAnalysis;

namespace QmpGen.Tests.Builds;

/// <summary>A project in a temporary directory outside the repository.</summary>
/// <param name="environment">The environment variables of <c>dotnet</c>.</param>
[SuppressMessage("Performance", "CA1852", Justification = "Not every test project derives from it.")]
internal class TemporaryProject(params (string Name, string Value)[] environment) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-project-");

    /// <summary>The SDK that runs this test.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The options that keep a build from leaving processes behind.</summary>
    public static string[] BuildOptions =>
        ["-nologo", "-nodeReuse:false", "-maxCpuCount:1", "-p:UseSharedCompilation=false"];

    /// <summary>Writes a file.</summary>
    public void Write(string path, string text)
    {
        string file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Returns the full path of a file.</summary>
    public string PathOf(string path) => Path.Combine(_directory.FullName, path);

    /// <summary>Builds the project in the directory, or the one in the options.</summary>
    public Task<ProcessResult> BuildAsync(params string[] options) =>
        DotnetAsync(["build", .. options, .. BuildOptions]);

    /// <summary>Runs <c>dotnet</c> in the directory. The paths in its output are relative.</summary>
    public async Task<ProcessResult> DotnetAsync(params string[] arguments)
    {
        ProcessResult result = await ProcessResult.RunAsync(Dotnet, arguments, _directory.FullName, environment);
        return result with
        {
            Output = result.Output.Replace(
                _directory.FullName + Path.DirectorySeparatorChar,
                "",
                StringComparison.Ordinal
            ),
        };
    }

    /// <summary>Runs a program of the directory.</summary>
    public Task<ProcessResult> RunAsync(string path, params string[] arguments) =>
        ProcessResult.RunAsync(PathOf(path), arguments, _directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);
}
