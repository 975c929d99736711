using System.Xml.Linq;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>What is in the packages, and nothing else.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ContentTests(PackageFeed feed)
{
    [Fact]
    public void Three_packages_are_packed_each_with_its_symbols()
    {
        Assert.Equal(
            [
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
    public void QmpGen_is_the_runtime_the_generator_alone_and_what_hands_the_schema_over()
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
    public void QmpGen_Testing_is_one_library_that_depends_on_QmpGen()
    {
        Assert.Equal(
            ["QmpGen.Testing.nuspec", "README.md", "lib/net10.0/QmpGen.Testing.dll", "lib/net10.0/QmpGen.Testing.xml"],
            feed.Files("QmpGen.Testing")
        );
        Assert.Equal([("QmpGen", feed.Version("QmpGen"))], Dependencies("QmpGen.Testing"));
    }

    [Fact]
    public void QmpGen_needs_nothing_but_the_abstractions_of_logging() =>
        Assert.Equal(
            ["Microsoft.Extensions.Logging.Abstractions"],
            Dependencies("QmpGen").Select(dependency => dependency.Id)
        );

    [Theory]
    [InlineData("QmpGen")]
    [InlineData("QmpGen.Testing")]
    [InlineData("QmpGen.Tool")]
    public void The_links_of_the_README_lead_somewhere_from_outside_of_the_repository(string id)
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
