using System.Diagnostics;

namespace QmpGen.Generator.Tests;

/// <summary>A user's project in a directory of its own, built by the SDK.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-build-");

    /// <param name="items">The QmpSchema items, below the import as a project has them.</param>
    /// <param name="runtime">Whether it refers to the runtime.</param>
    /// <param name="generator">Whether it refers to the generator.</param>
    public TemporaryProject(string items, bool runtime = true, bool generator = true)
    {
        string here = AppContext.BaseDirectory;
        Write(
            "user.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{here}QmpGen.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {(generator ? $"""<Analyzer Include="{here}QmpGen.Generator.dll" />""" : "")}
                {(runtime ? $"""<Reference Include="{here}QmpGen.dll" />""" : "")}
                {items}
              </ItemGroup>
            </Project>
            """
        );
    }

    public void Write(string name, string text)
    {
        FileInfo file = new(Path.Combine(_directory.FullName, name));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(_directory.FullName, name));

    /// <summary>Builds it.</summary>
    /// <param name="options">Further options of the command.</param>
    /// <returns>The errors and warnings, each once, without the directory and the link.</returns>
    public async Task<IReadOnlyList<string>> BuildAsync(params string[] options)
    {
        string[] arguments =
        [
            "build",
            "-nologo",
            "-nodeReuse:false",
            "-consoleLoggerParameters:NoSummary",
            "-maxCpuCount:1",
            .. options,
        ];
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return
        [
            .. output
                .Split('\n')
                .Where(line =>
                    line.Contains(": error ", StringComparison.Ordinal)
                    || line.Contains(": warning ", StringComparison.Ordinal)
                )
                .Select(line =>
                    line.Replace(_directory.FullName + "/", "", StringComparison.Ordinal)
                        .Split(" [")[0]
                        .Split(" (https://")[0]
                        .Trim()
                )
                .Distinct(),
        ];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
