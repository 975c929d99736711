using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using Xunit;

namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Every rule is in the list of releases and has a page.</summary>
public sealed class DiagnosticRuleTests
{
    private const string Pages = "https://github.com/qmpgen/qmpgen/blob/main/docs/diagnostics/";

    private static readonly string s_root = Path.Combine(BuildMetadata.ProjectDirectory, "../../");

    private static readonly string[] s_pages =
    [
        .. Directory
            .GetFiles(Path.Combine(s_root, "docs/diagnostics"), "QMP*.md")
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    public static TheoryData<string> AllPages => [.. s_pages];

    [Fact]
    public void AnalyzerReleases_ListEveryRule()
    {
        IEnumerable<string> rows = DiagnosticRules
            .All.Select(DiagnosticConverter.GetDescriptor)
            .Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}");

        Assert.Equal(
            rows,
            ReadLines("generator/AnalyzerReleases.Unshipped.md")
                .Where(line => line.StartsWith("QMPGEN", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Rules_LinkToPagesWithTheirTitle() =>
        Assert.All(
            DiagnosticRules.All.Select(DiagnosticConverter.GetDescriptor),
            rule =>
            {
                string severity = rule.DefaultSeverity.ToString().ToLowerInvariant();
                Assert.Equal($"{Pages}{rule.Id}.md", rule.HelpLinkUri);
                Assert.Equal($"# {rule.Id}: {rule.Title}", ReadLines($"docs/diagnostics/{rule.Id}.md")[0]);
                Assert.Contains(
                    $"| [{rule.Id}]({rule.Id}.md) | {severity} | {rule.Title} |",
                    ReadLines("docs/diagnostics/README.md")
                );
            }
        );

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Page_HasAllSectionsAndRowInIndex(string id)
    {
        string[] lines = ReadLines($"docs/diagnostics/{id}.md");

        string title = lines[0][$"# {id}: ".Length..];
        Assert.Equal(
            ["## Example", "## What to do", "## Suppression"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal))
        );
        Assert.Single(
            ReadLines("docs/diagnostics/README.md"),
            line =>
                line.StartsWith($"| [{id}]({id}.md) | ", StringComparison.Ordinal)
                && line.EndsWith($" | {title} |", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void MSBuildErrors_LinkToPages()
    {
        XDocument targets = XDocument.Load(Path.Combine(s_root, "runtime/QmpGen/build/QmpGen.targets"));
        XElement[] errors = [.. targets.Descendants("Error")];

        Assert.Equal(Pages, targets.Descendants("_QmpGenPages").Single().Value);
        Assert.NotEmpty(errors);
        Assert.All(
            errors,
            error =>
            {
                string id = error.Attribute("Code")!.Value;
                Assert.Equal($"$(_QmpGenPages){id}.md", error.Attribute("HelpLink")?.Value);
                Assert.Contains(id, s_pages);
            }
        );
    }

    [Theory]
    [InlineData(SourcePrinter.DeprecatedId)]
    [InlineData(SourcePrinter.UnstableId)]
    public void FeatureDiagnostics_HavePages(string id) => Assert.Contains(id, s_pages);

    private static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(s_root, path));
}
