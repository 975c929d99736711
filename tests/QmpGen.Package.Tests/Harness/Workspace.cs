namespace QmpGen.Package.Tests;

/// <summary>A temporary directory outside the repository, for projects with the strictest settings of the SDK.</summary>
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
                <!-- A new advisory for another package must not fail these tests. -->
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """
        );
    }

    /// <summary>The options that keep a build from leaving processes behind.</summary>
    public static string[] BuildOptions =>
        ["-nologo", "-nodeReuse:false", "-maxCpuCount:1", "-p:UseSharedCompilation=false"];

    /// <summary>Writes a project file.</summary>
    /// <param name="packages">The ids of the packages of this repository that the project references.</param>
    /// <param name="items">Additional items, as XML.</param>
    /// <param name="properties">Additional properties, as XML.</param>
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

    /// <summary>Copies a file from the repository.</summary>
    public void Copy(string file, string path) =>
        Write(path, File.ReadAllText(Path.Combine(PackageFeed.Repository, file)));

    /// <summary>Returns the full path of a file.</summary>
    public string PathOf(string path) => Path.Combine(_directory.FullName, path);

    /// <summary>Builds the project in the directory, or the one in the options.</summary>
    public Task<Outcome> BuildAsync(params string[] options) => DotnetAsync(["build", .. options, .. BuildOptions]);

    /// <summary>Runs <c>dotnet</c>.</summary>
    public Task<Outcome> DotnetAsync(params string[] arguments) =>
        Outcome.OfAsync(PackageFeed.Dotnet, arguments, _directory.FullName, _feed.Variables);

    /// <summary>Runs a built program.</summary>
    public Task<Outcome> RunAsync(string path, params string[] arguments) =>
        Outcome.OfAsync(PathOf(path), arguments, _directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);
}
