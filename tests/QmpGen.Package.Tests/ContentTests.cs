using System.Xml.Linq;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Lists the files and dependencies of the packages.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ContentTests(PackageFeed feed)
{
    [Fact]
    public void Feed_HasFourPackagesWithSymbols()
    {
        Assert.Equal(
            [
                "QmpGen.Operations.nupkg",
                "QmpGen.Operations.snupkg",
                "QmpGen.Testing.nupkg",
                "QmpGen.Testing.snupkg",
                "QmpGen.Tool.nupkg",
                "QmpGen.Tool.snupkg",
                "QmpGen.nupkg",
                "QmpGen.snupkg",
            ],
            Directory
                .GetFiles(feed.Directory)
                .Select(path => Path.GetFileNameWithoutExtension(path).Split(".0")[0] + Path.GetExtension(path))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void QmpGenPackage_HasRuntimeGeneratorAndBuildFiles()
    {
        Assert.Equal(
            [
                "QmpGen.nuspec",
                "README.md",
                "analyzers/dotnet/cs/QmpGen.Generator.dll",
                "build/QmpGen.props",
                "build/QmpGen.targets",
                "buildTransitive/QmpGen.props",
                "buildTransitive/QmpGen.targets",
                "lib/net10.0/QmpGen.dll",
                "lib/net10.0/QmpGen.xml",
            ],
            feed.Files("QmpGen")
        );
        Assert.Contains("lib/net10.0/QmpGen.pdb", feed.Files("QmpGen", ".snupkg"));
    }

    [Fact]
    public void TestingPackage_HasOneLibraryAndDependsOnQmpGen()
    {
        Assert.Equal(
            ["QmpGen.Testing.nuspec", "README.md", "lib/net10.0/QmpGen.Testing.dll", "lib/net10.0/QmpGen.Testing.xml"],
            feed.Files("QmpGen.Testing")
        );
        Assert.Equal([("QmpGen", feed.Version("QmpGen"))], Dependencies("QmpGen.Testing"));
    }

    [Fact]
    public void OperationsPackage_HasOneLibraryAndDependsOnQmpGen()
    {
        Assert.Equal(
            [
                "QmpGen.Operations.nuspec",
                "README.md",
                "lib/net10.0/QmpGen.Operations.dll",
                "lib/net10.0/QmpGen.Operations.xml",
            ],
            feed.Files("QmpGen.Operations")
        );
        Assert.Equal([("QmpGen", feed.Version("QmpGen"))], Dependencies("QmpGen.Operations"));
    }

    [Fact]
    public void QmpGenPackage_DependsOnLoggingAbstractionsOnly() =>
        Assert.Equal(
            ["Microsoft.Extensions.Logging.Abstractions"],
            Dependencies("QmpGen").Select(dependency => dependency.Id)
        );

    [Theory]
    [InlineData("QmpGen")]
    [InlineData("QmpGen.Operations")]
    [InlineData("QmpGen.Testing")]
    [InlineData("QmpGen.Tool")]
    public void PackedReadme_HasAbsoluteLinks(string id)
    {
        string readme = feed.Read(id, "README.md");
        Assert.Contains(
            "](https://github.com/qmpgen/qmpgen/blob/main/docs/names.md)",
            readme,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("](docs/", readme, StringComparison.Ordinal);
    }

    private IEnumerable<(string Id, string Version)> Dependencies(string id) =>
        XDocument
            .Parse(feed.Read(id, $"{id}.nuspec"))
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => ((string)element.Attribute("id")!, (string)element.Attribute("version")!));
}
