using QmpGen.Tests.Builds;

namespace QmpGen.Package.Tests;

/// <summary>Temporary projects that use the packages, with the strictest settings of the SDK.</summary>
internal sealed class PackageConsumerProject : TemporaryProject
{
    private readonly PackageFeed _feed;

    public PackageConsumerProject(PackageFeed feed)
        : base(feed.Variables)
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

    /// <summary>Copies a file from the repository.</summary>
    public void Copy(string file, string path) =>
        Write(path, File.ReadAllText(Path.Combine(PackageFeed.Repository, file)));
}
