namespace QmpGen.Package.Tests;

/// <summary>A directory of a user's, outside of the repository, whose projects are as strict as the SDK can make
/// them.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly PackageFeed _feed;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-user-");

    public Workspace(PackageFeed feed)
    {
        _feed = feed;
        Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>
                <add key="qmpgen" value="{feed.Directory}" />
              </packageSources>
            </configuration>
            """
        );
        Write(
            "Directory.Build.props",
            """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <!-- What is found in other packages some day is no matter of these tests. -->
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """
        );
    }

    /// <summary>What keeps a build from leaving processes behind.</summary>
    public static string[] BuildOptions =>
        ["-nologo", "-nodeReuse:false", "-maxCpuCount:1", "-p:UseSharedCompilation=false"];

    /// <summary>Writes a project.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="packages">The ids of the packages of ours that it refers to.</param>
    /// <param name="items">Its further items.</param>
    /// <param name="properties">Its further properties.</param>
    public void WriteProject(string path, string[] packages, string items = "", string properties = "") =>
        Write(
            path,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(
                packages.Select(id => $"""<PackageReference Include="{id}" Version="{_feed.Version(id)}" />""")
            )}
                {items}
              </ItemGroup>
            </Project>
            """
        );

    /// <summary>Writes a file.</summary>
    public void Write(string path, string text)
    {
        string file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Copies a file of the repository.</summary>
    public void Copy(string file, string path) =>
        Write(path, File.ReadAllText(Path.Combine(PackageFeed.Repository, file)));

    /// <summary>The path of a file.</summary>
    public string PathOf(string path) => Path.Combine(_directory.FullName, path);

    /// <summary>Builds what is in the directory, or the project that is named.</summary>
    public Task<Outcome> BuildAsync(params string[] options) => DotnetAsync(["build", .. options, .. BuildOptions]);

    /// <summary>Runs the SDK.</summary>
    public Task<Outcome> DotnetAsync(params string[] arguments) =>
        Outcome.OfAsync(PackageFeed.Dotnet, arguments, _directory.FullName, _feed.Variables);

    /// <summary>Runs a program that was built.</summary>
    public Task<Outcome> RunAsync(string path, params string[] arguments) =>
        Outcome.OfAsync(PathOf(path), arguments, _directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);
}
