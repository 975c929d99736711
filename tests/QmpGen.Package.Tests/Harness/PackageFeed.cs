using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Packs the packages once into a temporary folder.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-feed-");

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } =
        typeof(PackageFeed)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(data => data.Key == "Repository")
            .Value!;

    /// <summary>The folder that contains the packages.</summary>
    public string Directory => Path.Combine(_directory.FullName, "feed");

    /// <summary>Environment variables of NuGet: unpack here, and only read the cache of the machine.</summary>
    internal (string Name, string Value)[] Variables =>
        [
            ("NUGET_PACKAGES", Path.Combine(_directory.FullName, "packages")),
            ("NUGET_FALLBACK_PACKAGES", System.IO.Directory.Exists(MachineCache) ? MachineCache : ""),
        ];

    private static string MachineCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Returns the version of a packed package.</summary>
    public string Version(string id) => Path.GetFileNameWithoutExtension(Find(id, ".nupkg"))[(id.Length + 1)..];

    /// <summary>Returns the version of a third-party package that this repository uses.</summary>
    internal static string VersionInUse(string id) =>
        XDocument
            .Load(Path.Combine(Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")?.Value == id)
            .Attribute("Version")!
            .Value;

    /// <summary>Lists the files of a package, without those of the package format itself.</summary>
    public IReadOnlyList<string> Files(string id, string extension = ".nupkg")
    {
        using ZipArchive package = ZipFile.OpenRead(Find(id, extension));
        return
        [
            .. package
                .Entries.Select(entry => entry.FullName)
                .Where(name =>
                    !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name != "[Content_Types].xml"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads one file of a package.</summary>
    public string Read(string id, string file)
    {
        using ZipArchive package = ZipFile.OpenRead(Find(id, ".nupkg"));
        using StreamReader reader = new(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Packs the projects, with a separate output folder for their builds.</summary>
    public async Task InitializeAsync()
    {
        string[] projects = ["runtime/QmpGen", "runtime/QmpGen.Operations", "runtime/QmpGen.Testing", "tool"];
        foreach (string project in projects)
        {
            ProcessResult outcome = await ProcessResult.RunAsync(
                TemporaryProject.Dotnet,
                [
                    "pack",
                    project,
                    "--output",
                    Directory,
                    "--artifacts-path",
                    Path.Combine(_directory.FullName, "build"),
                    .. TemporaryProject.BuildOptions,
                ],
                Repository
            );
            outcome.AssertSuccess();
        }
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private string Find(string id, string extension) =>
        System
            .IO.Directory.GetFiles(Directory, $"{id}.*{extension}")
            .Single(path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1]));
}

/// <summary>Runs tests one after another, with the same packages.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedGroup : ICollectionFixture<PackageFeed>;
