using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>A schema file, and the earlier item that it conflicts with.</summary>
/// <param name="Conflict">The rule that it breaks by being there; null where it breaks none.</param>
/// <param name="TakenBy">The path of the item that came first.</param>
internal sealed record SchemaInput(SchemaFile File, string? Conflict, string TakenBy)
{
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
                yield return new SchemaInput(file, owner.Path == file.Path ? Rules.ListedTwice : Rules.NamespaceTaken, owner.Path);
            }
        }
    }
}
