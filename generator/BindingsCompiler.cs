using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Input;
using QmpGen.Generator.Merging;
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
        if (input is not { Options: { } options, File.Path: var path })
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
            (IReadOnlyList<MergedRelease> releases, EquatableArray<Problem> problems) = DumpReader.Read(
                input,
                cancellationToken
            );
            Result<EquatableArray<UnitModel>> units =
                releases.Count == 0
                    ? new Result<EquatableArray<UnitModel>>([])
                    : CreateUnits(releases, input, options, cancellationToken);
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
        IReadOnlyList<MergedRelease> releases,
        SchemaInput input,
        SchemaOptions options,
        CancellationToken cancellationToken
    )
    {
        ((QmpSchema schema, SchemaMetadata metadata), EquatableArray<Problem> conflicts) =
            releases.Count == 1
                ? new Result<MergedSchema>(new MergedSchema(releases[0].Schema, releases[0].Metadata))
                : SchemaMerger.Merge(releases, input.File.ItemLocation, cancellationToken);
        (QmpSchema selected, EquatableArray<Problem> problems) = Select(schema, input, options);
        QemuDocs docs = new(input.Docs.SelectMany(file => file.Definitions));
        Result<EquatableArray<UnitModel>> units = new BindingsBuilder(
            schema,
            selected,
            metadata,
            docs,
            options,
            CreateReleases(schema, releases)
        ).Build(cancellationToken);
        return units with { Problems = [.. conflicts, .. problems, .. units.Problems] };
    }

    /// <summary>Lists the releases in a schema: all, or the newest if they could not be merged.</summary>
    private static EquatableArray<ReleaseModel> CreateReleases(
        QmpSchema schema,
        IReadOnlyList<MergedRelease> releases
    ) =>
        releases
            .Take(Math.Max(schema.Releases.Count, 1))
            .Reverse()
            .Select(release => new ReleaseModel(release.Label, release.Qemu.Version, release.Qemu.Package))
            .ToEquatableArray();

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
