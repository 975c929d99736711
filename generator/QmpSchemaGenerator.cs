using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Model;

namespace QmpGen.Generator;

/// <summary>
/// Generates typed bindings from the dumps of query-qmp-schema that a project lists as QmpSchema items. It depends on those files alone:
/// an edit of C# runs nothing of it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class QmpSchemaGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<int> languageVersion = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions csharp ? (int)csharp.LanguageVersion : 0)
            .WithTrackingName(TrackingNames.LanguageVersion);

        IncrementalValuesProvider<SchemaInput> inputs = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .SelectMany(static (pair, cancellationToken) => SchemaFile.From(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.SchemaFiles)
            .Collect()
            .SelectMany(static (files, _) => SchemaInput.Resolve(files))
            .WithTrackingName(TrackingNames.SchemaInputs);

        IncrementalValuesProvider<BindingsResult> results = inputs
            .Combine(languageVersion)
            .Select(static (pair, cancellationToken) => BindingsCompiler.Compile(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Bindings);

        // Two outputs: what is said about a schema never prints it again.
        IncrementalValuesProvider<UnitModel> units = results
            .SelectMany(static (result, _) => result.Units)
            .WithTrackingName(TrackingNames.Units);
        context.RegisterSourceOutput(units, static (output, unit) => output.AddSource(unit.HintName, UnitPrinter.Print(unit, output.CancellationToken)));

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = results
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }
}
