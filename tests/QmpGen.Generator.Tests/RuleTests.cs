using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Every rule has a text, a row in the list of rules, and a page that agrees with both.</summary>
public sealed class RuleTests
{
    private const string Pages = "https://github.com/qmpgen/qmpgen/blob/main/docs/diagnostics/";

    private static readonly string s_root = Path.Combine(BuildFacts.ProjectDirectory, "../../");

    private static readonly string[] s_pages =
    [
        .. Directory
            .GetFiles(Path.Combine(s_root, "docs/diagnostics"), "QMP*.md")
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    public static TheoryData<string> AllRules => [.. DiagnosticRules.All.Select(rule => rule.Id)];

    public static TheoryData<string> AllPages => [.. s_pages];

    [Theory]
    [MemberData(nameof(AllRules))]
    public void A_rule_is_told_alike_everywhere(string id)
    {
        DiagnosticDescriptor rule = DiagnosticConverter.GetDescriptor(
            DiagnosticRules.All.Single(rule => rule.Id == id)
        );

        Assert.Equal($"{Pages}{id}.md", rule.HelpLinkUri);
        Assert.Contains(
            $"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}",
            Lines("generator/AnalyzerReleases.Unshipped.md")
        );
        Assert.Contains($"# {id}: {rule.Title}", Lines($"docs/diagnostics/{id}.md"));
        Assert.Contains(
            $"| [{id}]({id}.md) | {rule.DefaultSeverity switch { DiagnosticSeverity.Error => "error", _ => "warning" }} | {rule.Title} |",
            Lines("docs/diagnostics/README.md")
        );
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void A_page_says_what_a_message_means_looks_like_and_asks_for(string id)
    {
        string[] lines = Lines($"docs/diagnostics/{id}.md");

        string title = lines[0][$"# {id}: ".Length..];
        Assert.Equal(
            ["## Example", "## What to do", "## Silencing it"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal))
        );
        Assert.Single(
            Lines("docs/diagnostics/README.md"),
            line =>
                line.StartsWith($"| [{id}]({id}.md) | ", StringComparison.Ordinal)
                && line.EndsWith($" | {title} |", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_MSBuild_says_has_a_page_and_a_link_to_it()
    {
        XElement[] errors =
        [
            .. XDocument.Load(Path.Combine(s_root, "runtime/QmpGen/build/QmpGen.targets")).Descendants("Error"),
        ];

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
        Assert.Equal(
            Pages,
            XDocument
                .Load(Path.Combine(s_root, "runtime/QmpGen/build/QmpGen.targets"))
                .Descendants("_QmpGenPages")
                .Single()
                .Value
        );
    }

    [Theory]
    [InlineData(SourcePrinter.DeprecatedId)]
    [InlineData(SourcePrinter.UnstableId)]
    public void What_is_said_of_a_use_of_the_bindings_has_a_page(string id) => Assert.Contains(id, s_pages);

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(s_root, path));
}
