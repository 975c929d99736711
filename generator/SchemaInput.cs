using System.Collections.Immutable;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator;

/// <summary>A schema file with the file that it names, and the earlier item that it conflicts with.</summary>
/// <param name="Conflict">The rule that it breaks by being there; null where it breaks none.</param>
/// <param name="TakenBy">The path of the item that came first.</param>
/// <param name="Select">The file with patterns; null where the item names none, or one that nobody handed over.</param>
/// <param name="Docs">The files of QEMU's source that document it.</param>
internal sealed record SchemaInput(
    SchemaFile File,
    string? Conflict,
    string TakenBy,
    ItemFile? Select = null,
    EquatableArray<DocsFile> Docs = default
)
{
    /// <summary>What those files say.</summary>
    public QemuDocs QemuDocs => Docs.Count == 0 ? QemuDocs.None : new(Docs.SelectMany(file => file.Definitions));

    /// <summary>The same with the files of the folder that its item names; a schema that names none never changes by
    /// them.</summary>
    public SchemaInput With(ProjectDocs docs) => File.Docs.Length == 0 ? this : this with { Docs = docs.In(File.Docs) };

    /// <summary>Gives each namespace to the first file that asks for it.</summary>
    public static IEnumerable<SchemaInput> Resolve(IEnumerable<SchemaFile> files)
    {
        // Two namespaces that differ only in case would want the same file names.
        Dictionary<string, SchemaFile> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach (SchemaFile file in files)
        {
            if (!owners.TryGetValue(file.Namespace, out SchemaFile? owner))
            {
                owners.Add(file.Namespace, file);
                yield return new SchemaInput(file, null, "");
            }
            else
            {
                yield return new SchemaInput(
                    file,
                    owner.Path == file.Path ? Rules.ListedTwice : Rules.NamespaceTaken,
                    owner.Path
                );
            }
        }
    }

    /// <summary>The same with the file of patterns that the item names.</summary>
    public SchemaInput WithSelect(ImmutableArray<ItemFile> files) =>
        File.Select.Length == 0 ? this : this with { Select = ItemFile.Find(files, File.Select) };

    /// <summary>The patterns of the item and of its file.</summary>
    public IReadOnlyList<NamePattern> ReadPatterns() =>
        [
            .. PatternReader.Read(File.Commands, PatternScope.Commands),
            .. PatternReader.Read(File.Events, PatternScope.Events),
            .. PatternReader.Read(Select?.Text ?? "", PatternScope.Both),
        ];
}
