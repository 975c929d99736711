using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Tests.Analysis;
using QmpGen.Tests.Verification;
using Xunit;

namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Each problem causes one diagnostic with a place, and nothing else in the build.</summary>
public sealed class DiagnosticTests
{
    private static readonly DiagnosticCase[] s_cases =
    [
        .. JsonCases.All,
        .. SchemaCases.All,
        .. ItemCases.All,
        new(
            "C# version",
            "QMPGEN013",
            "schema.json(1,1)",
            ["C# 13.0", "C# 14"],
            InMemorySchema.FromText(Schemas.WithMembers(""))
        ),
    ];

    public static TheoryData<string> AllCases => [.. s_cases.Select(item => item.Name)];

    public static TheoryData<string> SchemaCaseNames => [.. SchemaCases.All.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(AllCases))]
    public void Input_WithProblem_CausesDiagnostic(string name)
    {
        DiagnosticCase item = Find(name);

        Diagnostic diagnostic = Assert.Single(Run(item).Reported);

        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal(item.Id, diagnostic.Id);
        Assert.Equal(
            item.Place,
            $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})"
        );
        Assert.All(
            item.Arguments,
            argument =>
                Assert.Contains(argument, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(SchemaCaseNames))]
    public void Schema_WithInvalidEntity_StillGeneratesOthers(string name)
    {
        GenerationResult result = Generation.Run(
            "static class User { static System.Threading.Tasks.Task Call(Qemu.QemuClient vm) => vm.RestAsync(); }",
            Find(name).Files
        );

        Assert.Equal([], result.Complaints);
    }

    [Fact]
    public async Task Messages_OfAllRules_MatchTheReviewedSnapshot()
    {
        List<string> lines = [];
        foreach (DiagnosticRule rule in DiagnosticRules.All.Except(DiagnosticRules.Analysis))
        {
            lines.AddRange([$"# {rule.Id}: {rule.Title}", ""]);
            foreach (DiagnosticCase item in s_cases.Where(item => item.Id == rule.Id))
            {
                lines.AddRange([item.Name, $"  {Run(item).Messages[0]}"]);
            }

            lines.Add("");
        }

        lines.Insert(lines.Count - 1, $"  {Problem.FromException("schema.json", new IOException("…")).ToDiagnostic()}");
        foreach (DiagnosticRule rule in DiagnosticRules.Analysis)
        {
            lines.AddRange([$"# {rule.Id}: {rule.Title}", "", .. await AnalysisCases.FormatAsync(rule.Id), ""]);
        }

        lines.AddRange(["# MSBuild", ""]);
        lines.AddRange(
            XDocument
                .Load(Path.Combine(AppContext.BaseDirectory, "QmpGen.targets"))
                .Descendants("Error")
                .SelectMany(error => new[] { error.Attribute("Code")!.Value, $"  {error.Attribute("Text")!.Value}" })
        );

        VerifiedText.Verify("Diagnostics/Messages", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Rules_ExceptInternalError_HaveTestCases() =>
        Assert.Equal(
            DiagnosticRules
                .All.Except([DiagnosticRules.InternalError, .. DiagnosticRules.Analysis])
                .Select(rule => rule.Id),
            s_cases.Select(item => item.Id).Distinct().Order(StringComparer.Ordinal)
        );

    private static DiagnosticCase Find(string name) => s_cases.Single(item => item.Name == name);

    private static GenerationResult Run(DiagnosticCase item) =>
        item.Id == DiagnosticRules.UnsupportedLanguageVersion.Id
            ? Generation.Run(LanguageVersion.CSharp13, item.Files)
            : Generation.Run(item.Files);
}
