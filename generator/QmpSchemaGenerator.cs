using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Model;

namespace QmpGen.Generator;

/// <summary>
/// Generates typed bindings from the dumps of query-qmp-schema that a project lists as QmpSchema items. It depends on
/// those files, on what they name and on the QmpNames items
/// alone: an edit of C# runs nothing of it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class QmpSchemaGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<int> languageVersion = context
            .ParseOptionsProvider.Select(
                static (options, _) => options is CSharpParseOptions csharp ? (int)csharp.LanguageVersion : 0
            )
            .WithTrackingName(TrackingNames.LanguageVersion);

        IncrementalValuesProvider<(AdditionalText Left, AnalyzerConfigOptionsProvider Right)> files = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .WithTrackingName(TrackingNames.AdditionalFiles);

        IncrementalValuesProvider<SchemaInput> inputs = files
            .SelectMany(static (pair, cancellationToken) => SchemaFile.From(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.SchemaFiles)
            .Collect()
            .WithTrackingName(TrackingNames.AllSchemaFiles)
            .SelectMany(static (files, _) => SchemaInput.Resolve(files))
            .WithTrackingName(TrackingNames.SchemaInputs);

        IncrementalValuesProvider<ItemFile> selectFiles = files
            .SelectMany(
                static (pair, cancellationToken) =>
                    ItemFile.From(ItemFile.Select, pair.Left, pair.Right, cancellationToken)
            )
            .WithTrackingName(TrackingNames.SelectFiles);

        // Each schema has the text of its own file only, so that another one's changes nothing for it.
        IncrementalValuesProvider<SchemaInput> selectedInputs = inputs
            .Combine(selectFiles.Collect().WithTrackingName(TrackingNames.AllSelectFiles))
            .WithTrackingName(TrackingNames.InputsWithSelectFiles)
            .Select(static (pair, _) => pair.Left.WithSelect(pair.Right))
            .WithTrackingName(TrackingNames.SelectedInputs);

        IncrementalValueProvider<ProjectNames> names = files
            .SelectMany(
                static (pair, cancellationToken) =>
                    ItemFile.From(ItemFile.Names, pair.Left, pair.Right, cancellationToken)
            )
            .WithTrackingName(TrackingNames.NamesFiles)
            .Collect()
            .WithTrackingName(TrackingNames.AllNamesFiles)
            .Select(static (files, cancellationToken) => ProjectNames.Read(files, cancellationToken))
            .WithTrackingName(TrackingNames.Names);

        IncrementalValuesProvider<DocsFile> docsFiles = files
            .SelectMany(
                static (pair, cancellationToken) =>
                    ItemFile.From(ItemFile.Docs, pair.Left, pair.Right, cancellationToken)
            )
            .WithTrackingName(TrackingNames.DocsFiles)
            .Select(static (file, cancellationToken) => DocsFile.Read(file, cancellationToken))
            .WithTrackingName(TrackingNames.DocsReadings);

        IncrementalValueProvider<ProjectDocs> docs = docsFiles
            .Collect()
            .WithTrackingName(TrackingNames.AllDocsReadings)
            .Select(static (files, _) => new ProjectDocs(files.ToEquatableArray()))
            .WithTrackingName(TrackingNames.Docs);

        IncrementalValuesProvider<BindingsResult> results = selectedInputs
            .Combine(docs)
            .WithTrackingName(TrackingNames.InputsWithDocs)
            .Select(static (pair, _) => pair.Left.With(pair.Right))
            .WithTrackingName(TrackingNames.DocumentedInputs)
            .Combine(names)
            .WithTrackingName(TrackingNames.InputsWithNames)
            .Combine(languageVersion)
            .WithTrackingName(TrackingNames.InputsWithLanguage)
            .Select(
                static (pair, cancellationToken) =>
                    BindingsCompiler.Compile(pair.Left.Left, pair.Left.Right.Catalogues, pair.Right, cancellationToken)
            )
            .WithTrackingName(TrackingNames.Bindings);

        // Two outputs: what is said about a schema never prints it again.
        IncrementalValuesProvider<UnitModel> units = results
            .SelectMany(static (result, _) => result.Units)
            .WithTrackingName(TrackingNames.Units);
        context.RegisterSourceOutput(units, static (output, unit) => Print(output, unit));

        Report(
            context,
            results.SelectMany(static (result, _) => result.Diagnostics).WithTrackingName(TrackingNames.Diagnostics)
        );
        Report(
            context,
            names.SelectMany(static (read, _) => read.Diagnostics).WithTrackingName(TrackingNames.NamesDiagnostics)
        );
        Report(
            context,
            docsFiles.SelectMany(static (file, _) => file.Diagnostics).WithTrackingName(TrackingNames.DocsDiagnostics)
        );
    }

    /// <summary>Prints a unit. An exception would take the other units with it.</summary>
    internal static void Print(SourceProductionContext output, UnitModel unit)
    {
        try
        {
            output.AddSource(unit.HintName, SourcePrinter.Print(unit, output.CancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            output.ReportDiagnostic(DiagnosticInfo.OfFailure(unit.HintName, e).ToDiagnostic());
        }
    }

    private static void Report(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<DiagnosticInfo> diagnostics
    ) =>
        context.RegisterSourceOutput(
            diagnostics,
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic())
        );
}
