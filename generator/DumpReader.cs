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

        return new Result<IReadOnlyList<MergedRelease>>(
            [
                .. ReleaseOrder
                    .Sort(MakeUnique(dumps), dump => dump.Label, dump => dump.File.Path)
                    .Select(
                        (dump, rank) =>
                            new MergedRelease(
                                dump.Label,
                                rank,
                                dump.Schema,
                                SchemaMetadata.Find(dump.Schema, catalogues, cancellationToken)
                            )
                    ),
            ],
            [.. problems]
        );
    }

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

    /// <summary>Adds the file name to a label that several dumps have, such as those of two architectures.</summary>
    private static IEnumerable<(SchemaFile File, QmpSchema Schema, string Label)> MakeUnique(
        IEnumerable<(SchemaFile File, QmpSchema Schema, string Label)> dumps
    ) =>
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
            );
}
