using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Input;
using QmpGen.Generator.Merging;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>Reads the dumps of an input and finds their names.</summary>
internal static class DumpReader
{
    /// <summary>Reads the dumps.</summary>
    /// <returns>The readable dumps, the newest first, and the problems of all.</returns>
    public static Result<IReadOnlyList<MergedRelease>> Read(SchemaInput input, CancellationToken cancellationToken)
    {
        NameCatalogue[] catalogues =
        [
            .. input.Names.Select(file => file.Catalogue).OfType<NameCatalogue>(),
            BuiltInCatalogue.Value,
        ];
        List<Problem> problems = [];
        List<(SchemaFile File, QmpSchema Schema, string Label)> dumps = [];
        foreach (SchemaFile file in input.Files)
        {
            (QmpSchema? schema, EquatableArray<Problem> found) = Read(file, cancellationToken);
            problems.AddRange(found);
            if (schema is not null)
            {
                dumps.Add((file, schema, GetLabel(file, schema)));
            }
        }

        List<MergedRelease> releases = [];
        foreach ((SchemaFile file, QmpSchema schema, string label) in Sort(dumps))
        {
            SchemaMetadata metadata = SchemaMetadata.Find(schema, catalogues, cancellationToken);
            problems.AddRange(CheckMetadata(file, schema, metadata));
            releases.Add(new MergedRelease(label, releases.Count, schema, metadata));
        }

        return new Result<IReadOnlyList<MergedRelease>>(releases, [.. problems]);
    }

    private static IEnumerable<Problem> CheckMetadata(SchemaFile file, QmpSchema schema, SchemaMetadata metadata) =>
        metadata.ExceededLimit is not { } limit
            ? []
            :
            [
                new Problem(
                    DiagnosticRules.LimitExceeded,
                    (schema.Span with { End = schema.Span.Start }).ToLocation(),
                    $"The comparison of '{file.Name}' with the catalogues of names",
                    $"it needs to compare more places than the limit of {limit}",
                    "Types have names by path. Remove QmpNames items, or dump the schema again."
                ),
            ];

    private static Result<QmpSchema?> Read(SchemaFile file, CancellationToken cancellationToken) =>
        file.Text is { } text
            ? SchemaReader.Read(new SourceFile(file.Path, text), cancellationToken)
            : new Result<QmpSchema?>(
                null,
                new Problem(DiagnosticRules.UnreadableSchema, SourceLocation.FromFile(file.Path), file.Path)
            );

    private static string GetLabel(SchemaFile file, QmpSchema schema) =>
        file.QemuVersion.Length > 0
            ? file.QemuVersion
            : schema.QemuVersion ?? Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>Orders dumps, the newest first, and adds the file name to a label that several dumps have, such as
    /// those of two architectures.</summary>
    private static IReadOnlyList<(SchemaFile File, QmpSchema Schema, string Label)> Sort(
        IEnumerable<(SchemaFile File, QmpSchema Schema, string Label)> dumps
    ) =>
        ReleaseOrder.Sort(
            dumps
                .GroupBy(dump => dump.Label)
                .SelectMany(group =>
                    group.Count() == 1
                        ? group
                        : group.Select(dump =>
                            dump with
                            {
                                Label = $"{dump.Label} ({Path.GetFileNameWithoutExtension(dump.File.Path)})",
                            }
                        )
                ),
            dump => dump.Label,
            dump => dump.File.Path
        );
}
