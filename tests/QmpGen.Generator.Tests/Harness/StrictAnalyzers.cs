using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Runs the analyzers of the SDK with <c>AnalysisLevel=latest-all</c>, as the strictest project.</summary>
internal static class StrictAnalyzers
{
    private static readonly string s_folder = BuildMetadata.SdkAnalyzers;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. new[]
        {
            "Microsoft.CodeAnalysis.NetAnalyzers.dll",
            "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll",
        }.SelectMany(name =>
            new AnalyzerFileReference(Path.Combine(s_folder, name), new Loader()).GetAnalyzers(LanguageNames.CSharp)
        ),
    ];

    private static readonly ImmutableDictionary<string, ReportDiagnostic> s_levels = File.ReadLines(
            Path.Combine(s_folder, "build", "config", "analysislevel_10_all.globalconfig")
        )
        .Select(line => line.Split('=', StringSplitOptions.TrimEntries))
        .Where(parts =>
            parts.Length == 2
            && parts[0].StartsWith("dotnet_diagnostic.", StringComparison.Ordinal)
            && parts[1] == "warning"
        )
        .ToImmutableDictionary(parts => parts[0].Split('.')[1], _ => ReportDiagnostic.Warn);

    /// <summary>Gets the warnings of the compiler and the analyzers.</summary>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(CSharpCompilation compilation)
    {
        Assert.True(s_analyzers.Length > 200, $"Only {s_analyzers.Length} analyzers were found in {s_folder}.");
        Assert.True(s_levels.Count > 200, $"Only {s_levels.Count} rules are at warning.");
        CompilationWithAnalyzers strict = compilation
            .WithOptions(compilation.Options.WithSpecificDiagnosticOptions(s_levels))
            .WithAnalyzers(s_analyzers);
        ImmutableArray<Diagnostic> all = await strict.GetAllDiagnosticsAsync();
        return
        [
            .. all.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
