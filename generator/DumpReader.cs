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
        List<ReadDump> dumps = [];
        foreach (SchemaFile file in input.Files)
        {
            (QmpSchema? schema, EquatableArray<Problem> found) = Read(file, cancellationToken);
            problems.AddRange(found);
            if (schema is not null)
            {
                dumps.Add(Identify(file, schema));
            }
        }

        bool isAgent = dumps.FirstOrDefault()?.Schema.IsGuestAgent == true;
        ReadDump[] others = [.. dumps.Where(dump => dump.Schema.IsGuestAgent != isAgent)];
        problems.AddRange(others.Select(dump => CreateConflict(dump, dumps[0])));
        List<MergedRelease> releases = [];
        foreach ((SchemaFile file, QmpSchema schema, string label, QemuRelease qemu) in Sort(dumps.Except(others)))
        {
            SchemaMetadata metadata = SchemaMetadata.Find(schema, catalogues, cancellationToken);
            problems.AddRange(CheckMetadata(file, schema, metadata));
            releases.Add(new MergedRelease(label, releases.Count, schema, metadata) { Qemu = qemu });
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

    private static ReadDump Identify(SchemaFile file, QmpSchema schema)
    {
        QemuRelease given = QemuRelease.Parse(file.QemuVersion);
        QemuRelease greeting = new(schema.QemuVersion ?? "", schema.Package);
        string? label =
            given.Version.Length > 0 ? given.Version
            : file.QemuVersion.Length > 0 ? file.QemuVersion
            : schema.QemuVersion;
        return new ReadDump(
            file,
            schema with
            {
                QemuVersion = label,
            },
            label ?? Path.GetFileNameWithoutExtension(file.Path),
            given.Complete(greeting)
        );
    }

    private static Problem CreateConflict(ReadDump dump, ReadDump first) =>
        new(
            DiagnosticRules.ContradictoryItems,
            dump.File.ItemLocation,
            dump.File.Name,
            first.File.Name,
            "the peer",
            GetPeer(dump.Schema),
            GetPeer(first.Schema),
            "Set another Namespace."
        );

    private static string GetPeer(QmpSchema schema) => schema.IsGuestAgent ? "guest agent" : "monitor";

    /// <summary>Orders dumps, the newest first, and adds the package or the end of the path to a label of several
    /// dumps.</summary>
    private static IReadOnlyList<ReadDump> Sort(IEnumerable<ReadDump> dumps) =>
        ReleaseOrder.Sort(
            dumps.GroupBy(dump => dump.Label).SelectMany(group => Distinguish([.. group])),
            dump => dump.Label,
            dump => dump.File.Path
        );

    private static IEnumerable<ReadDump> Distinguish(IReadOnlyList<ReadDump> dumps) =>
        dumps.Count == 1 ? dumps
        : dumps.Select(dump => dump.Qemu).Distinct().Count() == dumps.Count
            ? dumps.Select(dump => dump with { Label = dump.Qemu.ToString() })
        : dumps.Zip(
                FindPathEnds([.. dumps.Select(dump => dump.File.Path)]),
                (dump, end) => dump with { Label = $"{dump.Label} ({end})" }
            );

    /// <summary>Finds the shortest ends of paths that differ: the file names, if possible.</summary>
    private static IReadOnlyList<string> FindPathEnds(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(path => Path.ChangeExtension(path, null).Split('/', '\\'))];
        return Enumerable
                .Range(1, parts.Max(part => part.Length))
                .Select(count => parts.Select(part => string.Join("/", part.Skip(part.Length - count))).ToArray())
                .FirstOrDefault(ends => ends.Distinct(StringComparer.Ordinal).Count() == ends.Length)
            ?? paths;
    }

    private sealed record ReadDump(SchemaFile File, QmpSchema Schema, string Label, QemuRelease Qemu);
}
