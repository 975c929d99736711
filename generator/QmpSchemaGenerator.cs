using Microsoft.CodeAnalysis;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Input;
using QmpGen.Generator.Model;

namespace QmpGen.Generator;

/// <summary>Generates typed bindings from the query-qmp-schema dumps that a project lists as QmpSchema items.</summary>
/// <remarks>The output depends only on the items' files and the C# version, so an edit of C# runs nothing.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class QmpSchemaGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<string?> languageVersion = context
            .ParseOptionsProvider.Select(static (options, _) => BindingsCompiler.FindUnsupportedVersion(options))
            .WithTrackingName(TrackingNames.LanguageVersion);

        IncrementalValuesProvider<ItemFile> files = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .WithTrackingName(TrackingNames.AdditionalFiles)
            .SelectMany(static (pair, cancellationToken) => ItemFile.Read(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.ItemFiles);

        IncrementalValuesProvider<SharedFile> sharedFiles = files
            .SelectMany(static (file, cancellationToken) => SharedFile.Read(file, cancellationToken))
            .WithTrackingName(TrackingNames.SharedFiles);

        // Each input has only the files that its schema uses, so other files do not change it.
        IncrementalValuesProvider<SchemaInput> inputs = files
            .Collect()
            .WithTrackingName(TrackingNames.Collected)
            .Combine(sharedFiles.Collect().WithTrackingName(TrackingNames.Collected))
            .WithTrackingName(TrackingNames.Combined)
            .SelectMany(static (pair, _) => SchemaInput.Resolve(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.SchemaInputs);

        IncrementalValuesProvider<Result<EquatableArray<UnitModel>>> bindings = inputs
            .Combine(languageVersion)
            .WithTrackingName(TrackingNames.Combined)
            .Select(
                static (pair, cancellationToken) => BindingsCompiler.Compile(pair.Left, pair.Right, cancellationToken)
            )
            .WithTrackingName(TrackingNames.Bindings);

        // Separate outputs: a changed problem does not print the units again.
        context.RegisterSourceOutput(
            bindings.SelectMany(static (result, _) => result.Value).WithTrackingName(TrackingNames.Units),
            static (output, unit) => Print(output, unit)
        );
        ReportProblems(context, bindings.SelectMany(static (result, _) => result.Problems));
        ReportProblems(context, sharedFiles.SelectMany(static (file, _) => file.Problems));
    }

    /// <summary>Prints a unit. An exception would stop the other units, so it becomes a diagnostic.</summary>
    internal static void Print(SourceProductionContext output, UnitModel unit)
    {
        try
        {
            output.AddSource(unit.HintName, SourcePrinter.Print(unit, output.CancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            output.ReportDiagnostic(Problem.FromException(unit.HintName, e).ToDiagnostic());
        }
    }

    private static void ReportProblems(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<Problem> problems
    ) =>
        context.RegisterSourceOutput(
            problems.WithTrackingName(TrackingNames.Problems),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic())
        );
}
