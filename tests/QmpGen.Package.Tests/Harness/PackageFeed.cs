using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>The packages, packed once into a folder, and a folder of their own for what is installed from
/// there.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-feed-");

    /// <summary>The SDK that runs this test.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Where what is packed has its source.</summary>
    public static string Repository { get; } =
        typeof(PackageFeed)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(data => data.Key == "Repository")
            .Value!;

    /// <summary>The folder of packages.</summary>
    public string Directory => Path.Combine(_directory.FullName, "feed");

    /// <summary>Where NuGet unpacks: not where the machine keeps its packages, which it only looks into.</summary>
    internal (string Name, string Value)[] Variables =>
        [
            ("NUGET_PACKAGES", Path.Combine(_directory.FullName, "packages")),
            ("NUGET_FALLBACK_PACKAGES", System.IO.Directory.Exists(MachinesPackages) ? MachinesPackages : ""),
        ];

    private static string MachinesPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The version of a package.</summary>
    public string Version(string id) => Path.GetFileNameWithoutExtension(Find(id, ".nupkg"))[(id.Length + 1)..];

    /// <summary>The version of a package of others that this repository uses.</summary>
    internal static string VersionInUse(string id) =>
        XDocument
            .Load(Path.Combine(Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")?.Value == id)
            .Attribute("Version")!
            .Value;

    /// <summary>The files of a package, without what only its format is about.</summary>
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

    /// <summary>What one file of a package says.</summary>
    public string Read(string id, string file)
    {
        using ZipArchive package = ZipFile.OpenRead(Find(id, ".nupkg"));
        using StreamReader reader = new(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Packs. What is built for it stays apart from the build that runs this test.</summary>
    public async Task InitializeAsync()
    {
        foreach (string project in new[] { "runtime/QmpGen", "runtime/QmpGen.Testing", "tool" })
        {
            Outcome outcome = await Outcome.OfAsync(
                Dotnet,
                [
                    "pack",
                    project,
                    "--output",
                    Directory,
                    "--artifacts-path",
                    Path.Combine(_directory.FullName, "build"),
                    .. Workspace.BuildOptions,
                ],
                Repository
            );
            outcome.WentWell();
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

/// <summary>The tests of one collection run one after another, with the same packages.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedGroup : ICollectionFixture<PackageFeed>;
