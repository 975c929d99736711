using System.Diagnostics;

namespace QmpGen.Benchmarks;

/// <summary>A project of a user, whose builds are measured.</summary>
/// <remarks>The compiler server is off, so that every build starts cold, as in CI.</remarks>
internal sealed class UserProject
{
    private const string FileName = "user.csproj";

    private readonly string _folder;
    private int _edits;

    /// <summary>Creates an executable, or a library if nothing runs it, and restores it.</summary>
    /// <param name="root">The folder that gets the folder of the project.</param>
    /// <param name="name">The name of the folder.</param>
    /// <param name="item">The <c>QmpSchema</c> item, or an empty string.</param>
    /// <param name="library">The project that it references; null for none.</param>
    /// <param name="isLibrary">Whether it is a library.</param>
    public UserProject(
        DirectoryInfo root,
        string name,
        string item,
        UserProject? library = null,
        bool isLibrary = false
    )
    {
        _folder = root.CreateSubdirectory(name).FullName;
        string binaries = AppContext.BaseDirectory;
        string bindings =
            item.Length == 0
                ? ""
                : $"""<Analyzer Include="{binaries}QmpGen.Generator.dll" /><Reference Include="{binaries}QmpGen.dll" />{item}""";
        string reference = library is null ? "" : $"""<ProjectReference Include="{library.File}" />""";
        System.IO.File.WriteAllText(
            File,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{binaries}QmpGen.props" Condition="'{item.Length}' != '0'" />
              <PropertyGroup>
                <OutputType>{(isLibrary ? "Library" : "Exe")}</OutputType>
                <AssemblyName>{name.Replace(' ', '-')}</AssemblyName>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>{bindings}{reference}</ItemGroup>
            </Project>
            """
        );
        Name = name;
        WriteCode(isLibrary ? "public static class Empty;" : "Console.WriteLine(0);");
        RunDotNet("restore");
    }

    public string Name { get; }

    private string File => Path.Combine(_folder, FileName);

    /// <summary>Deletes the results of earlier builds and builds.</summary>
    /// <returns>The seconds that the build took.</returns>
    public double Rebuild()
    {
        foreach (
            string left in new[] { "bin", "obj/Debug" }
                .Select(part => Path.Combine(_folder, part))
                .Where(Directory.Exists)
        )
        {
            Directory.Delete(left, recursive: true);
        }

        return Build();
    }

    /// <summary>Changes a line of the program and builds.</summary>
    /// <returns>The seconds that the build took.</returns>
    public double EditAndBuild()
    {
        WriteCode($"Console.WriteLine({++_edits});");
        return Build();
    }

    private void WriteCode(string code) => System.IO.File.WriteAllText(Path.Combine(_folder, "Program.cs"), code);

    private double Build()
    {
        Stopwatch time = Stopwatch.StartNew();
        RunDotNet("build", "--no-restore", "-p:UseSharedCompilation=false", "-nodeReuse:false");
        return time.Elapsed.TotalSeconds;
    }

    private void RunDotNet(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [.. arguments, "-nologo", "-verbosity:quiet"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed in {_folder}:\n{output}");
        }
    }
}
