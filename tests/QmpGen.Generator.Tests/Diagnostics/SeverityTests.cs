using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Projects can change the severity of diagnostics.</summary>
public sealed class SeverityTests
{
    private const string UnknownMetaType = """{"name": "x", "meta-type": "novelty"}""";

    [Theory]
    [InlineData("QMPGEN005", ReportDiagnostic.Suppress, null)]
    [InlineData("QMPGEN005", ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData("QMPGEN005", ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    [InlineData("QMPGEN004", ReportDiagnostic.Suppress, null)]
    [InlineData("QMPGEN004", ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    public void Diagnostic_WithSeverityInProject_UsesIt(
        string id,
        ReportDiagnostic option,
        DiagnosticSeverity? expected
    )
    {
        CSharpCompilation project = Generation.Compilation("");
        string entity = id == "QMPGEN005" ? UnknownMetaType : """{"name": "x"}""";

        GenerationResult result = Generation.Run(
            project.WithOptions(project.Options.WithSpecificDiagnosticOptions([new(id, option)])),
            InMemorySchema.FromText(Schemas.Create(entity, Schemas.Rest))
        );

        Assert.Equal(
            expected is { } severity ? [(id, severity)] : [],
            result.Reported.Select(diagnostic => (diagnostic.Id, diagnostic.Severity))
        );
        Assert.NotNull(result.Find("RestCommand"));
    }

    [Fact]
    public void Warning_WithWarningsAsErrors_IsError()
    {
        CSharpCompilation project = Generation.Compilation("");

        GenerationResult result = Generation.Run(
            project.WithOptions(project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)),
            InMemorySchema.FromText(Schemas.Create(UnknownMetaType))
        );

        Assert.Equal(
            [("QMPGEN005", DiagnosticSeverity.Error)],
            result.Reported.Select(diagnostic => (diagnostic.Id, diagnostic.Severity))
        );
    }
}
