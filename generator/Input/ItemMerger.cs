using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Input;

/// <summary>Merges the metadata of the QmpSchema items that have the same namespace.</summary>
internal static class ItemMerger
{
    private static readonly (
        string Name,
        Func<SchemaFile, string> Get,
        Func<SchemaFile, string, SchemaFile> Set
    )[] s_metadata =
    [
        (nameof(SchemaFile.Namespace), file => file.Namespace, (file, value) => file with { Namespace = value }),
        (nameof(SchemaFile.Client), file => file.Client, (file, value) => file with { Client = value }),
        (
            nameof(SchemaFile.Accessibility),
            file => file.Accessibility,
            (file, value) => file with { Accessibility = value }
        ),
        (nameof(SchemaFile.Directions), file => file.Directions, (file, value) => file with { Directions = value }),
        (nameof(SchemaFile.Commands), file => file.Commands, (file, value) => file with { Commands = value }),
        (nameof(SchemaFile.Events), file => file.Events, (file, value) => file with { Events = value }),
        (nameof(SchemaFile.Select), file => file.Select, (file, value) => file with { Select = value }),
        (nameof(SchemaFile.Without), file => file.Without, (file, value) => file with { Without = value }),
        (nameof(SchemaFile.Docs), file => file.Docs, (file, value) => file with { Docs = value }),
    ];

    /// <summary>Creates a file with the metadata of all items: each value of the first item that sets it.</summary>
    /// <param name="files">The files of the items, in the order of the project.</param>
    public static Result<SchemaFile> Merge(IReadOnlyList<SchemaFile> files)
    {
        List<Problem> problems =
        [
            .. files
                .GroupBy(file => file.Path)
                .Where(group => group.Count() > 1)
                .Select(group => new Problem(
                    DiagnosticRules.DuplicateFile,
                    SourceLocation.FromFile(group.Key),
                    group.Key
                )),
        ];
        SchemaFile merged = files[0];
        foreach ((string name, Func<SchemaFile, string> get, Func<SchemaFile, string, SchemaFile> set) in s_metadata)
        {
            SchemaFile[] owners = [.. files.Where(file => get(file).Length > 0)];
            if (owners.Length == 0)
            {
                continue;
            }

            merged = set(merged, get(owners[0]));
            problems.AddRange(
                owners
                    .Where(file => get(file) != get(owners[0]))
                    .Select(file => new Problem(
                        DiagnosticRules.ContradictoryItems,
                        file.ItemLocation,
                        file.Name,
                        owners[0].Name,
                        name,
                        get(file),
                        get(owners[0]),
                        "Set the same value, or set it in one item only."
                    ))
            );
        }

        return new Result<SchemaFile>(merged, [.. problems]);
    }
}
