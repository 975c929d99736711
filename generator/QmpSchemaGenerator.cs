using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Model;

namespace QmpGen.Generator;

/// <summary>
/// Generates typed bindings from the dumps of query-qmp-schema that a project lists as QmpSchema items. It depends on those files and those that items name beside them:
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

        IncrementalValueProvider<ProjectNames> names = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .SelectMany(static (pair, cancellationToken) => ItemFile.From(ItemFile.Names, pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.NamesFiles)
            .Collect()
            .Select(static (files, cancellationToken) => ProjectNames.Read(files, cancellationToken))
            .WithTrackingName(TrackingNames.Names);

        IncrementalValuesProvider<DocsFile> docsFiles = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .SelectMany(static (pair, cancellationToken) => ItemFile.From(ItemFile.Docs, pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.DocsFiles)
            .Select(static (file, cancellationToken) => DocsFile.Read(file, cancellationToken))
            .WithTrackingName(TrackingNames.DocsReadings);

        IncrementalValueProvider<ProjectDocs> docs = docsFiles
            .Collect()
            .Select(static (files, _) => new ProjectDocs(files.ToEquatableArray()))
            .WithTrackingName(TrackingNames.Docs);

        IncrementalValuesProvider<BindingsResult> results = inputs
            .Combine(docs)
            .Select(static (pair, _) => pair.Left.With(pair.Right))
            .WithTrackingName(TrackingNames.DocumentedInputs)
            .Combine(names)
            .Combine(languageVersion)
            .Select(static (pair, cancellationToken) => BindingsCompiler.Compile(pair.Left.Left, pair.Left.Right.Catalogues, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Bindings);

        // Two outputs: what is said about a schema never prints it again.
        IncrementalValuesProvider<UnitModel> units = results
            .SelectMany(static (result, _) => result.Units)
            .WithTrackingName(TrackingNames.Units);
        context.RegisterSourceOutput(units, static (output, unit) => output.AddSource(unit.HintName, UnitPrinter.Print(unit, output.CancellationToken)));

        Report(context, results.SelectMany(static (result, _) => result.Diagnostics).WithTrackingName(TrackingNames.Diagnostics));
        Report(context, names.SelectMany(static (read, _) => read.Diagnostics));
        Report(context, docsFiles.SelectMany(static (file, _) => file.Diagnostics));
    }

    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<DiagnosticInfo> diagnostics) =>
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
}
