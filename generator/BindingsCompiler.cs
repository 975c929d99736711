using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Input;
using QmpGen.Generator.Model;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator;

/// <summary>Compiles a schema to the models of its generated files.</summary>
internal static class BindingsCompiler
{
    // C# 14 has extension members. The referenced Roslyn does not have a name for it.
    private const int RequiredLanguageVersion = 1400;

    /// <summary>Gets the C# version of a project, or null if the bindings support it.</summary>
    public static string? FindUnsupportedVersion(ParseOptions options)
    {
        int version = options is CSharpParseOptions csharp ? (int)csharp.LanguageVersion : 0;
        return version < RequiredLanguageVersion ? $"{version / 100}.{version % 100}" : null;
    }

    /// <summary>Compiles a schema. Every exception becomes a problem.</summary>
    /// <param name="unsupportedVersion">The C# version, if it is too old.</param>
    public static Result<EquatableArray<UnitModel>> Compile(
        SchemaInput input,
        string? unsupportedVersion,
        CancellationToken cancellationToken
    )
    {
        if (input is not { Options: { } options, File: { Path: var path, Text: { } text } })
        {
            return new Result<EquatableArray<UnitModel>>([], input.Problems);
        }

        if (unsupportedVersion is not null)
        {
            return new Result<EquatableArray<UnitModel>>(
                [],
                new Problem(
                    DiagnosticRules.UnsupportedLanguageVersion,
                    SourceLocation.FromFile(path),
                    unsupportedVersion
                )
            );
        }

        try
        {
            (QmpSchema? schema, EquatableArray<Problem> problems) = SchemaReader.Read(
                new SourceFile(path, text),
                cancellationToken
            );
            Result<EquatableArray<UnitModel>> units = schema is null
                ? new Result<EquatableArray<UnitModel>>([])
                : CreateUnits(schema, input, options, cancellationToken);
            return units with
            {
                Problems = ProblemLimiter.Limit([.. input.Problems, .. problems, .. units.Problems], path),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Result<EquatableArray<UnitModel>>([], Problem.FromException(path, e));
        }
    }

    private static Result<EquatableArray<UnitModel>> CreateUnits(
        QmpSchema schema,
        SchemaInput input,
        SchemaOptions options,
        CancellationToken cancellationToken
    )
    {
        SchemaMetadata metadata = SchemaMetadata.Find(
            schema,
            [.. input.Names.Select(file => file.Catalogue).OfType<NameCatalogue>(), BuiltInCatalogue.Value],
            cancellationToken
        );
        (QmpSchema selected, EquatableArray<Problem> problems) = Select(schema, input, options);
        QemuDocs docs = new(input.Docs.SelectMany(file => file.Definitions));
        Result<EquatableArray<UnitModel>> units = new BindingsBuilder(schema, selected, metadata, docs, options).Build(
            cancellationToken
        );
        return units with { Problems = [.. CheckMetadata(schema, input, metadata), .. problems, .. units.Problems] };
    }

    private static EquatableArray<Problem> CheckMetadata(
        QmpSchema schema,
        SchemaInput input,
        SchemaMetadata metadata
    ) =>
        metadata.ExceededLimit is not { } limit
            ? []
            :
            [
                new Problem(
                    DiagnosticRules.LimitExceeded,
                    (schema.Span with { End = schema.Span.Start }).ToLocation(),
                    $"The comparison of '{input.File.Name}' with the catalogues of names",
                    $"it needs to compare more places than the limit of {limit}",
                    "Types have names by path. Remove QmpNames items, or dump the schema again."
                ),
            ];

    private static Result<QmpSchema> Select(QmpSchema schema, SchemaInput input, SchemaOptions options)
    {
        (IReadOnlyList<NamePattern> patterns, EquatableArray<Problem> problems) = input.ParsePatterns();
        if (patterns.Count == 0 && options.Without == ExcludedFeatures.None)
        {
            return new Result<QmpSchema>(schema);
        }

        QmpSchema selected = SchemaSelection.Select(schema, patterns, options.Without);
        return new Result<QmpSchema>(
            selected,
            [
                .. problems,
                .. SelectionValidator.FindProblems(
                    schema,
                    selected,
                    patterns,
                    input.File.Name,
                    input.File.ItemLocation
                ),
            ]
        );
    }
}
