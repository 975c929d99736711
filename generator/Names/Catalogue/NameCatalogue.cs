namespace QmpGen.Generator.Names.Catalogue;

/// <summary>
/// QEMU's own names, which its dumps hide: what stands in every place of a command, event or type, over several releases. Made from QEMU's
/// source by <c>qmpgen names</c>; holds facts of the interface only. Immutable.
/// </summary>
internal sealed class NameCatalogue
{
    private readonly ILookup<(EntryKind Kind, string Name), CatalogueEntry> _entries;

    internal NameCatalogue(IReadOnlyList<string> releases, IEnumerable<CatalogueEntry> entries)
    {
        Releases = releases;
        _entries = entries.ToLookup(entry => (entry.Kind, entry.Name));
    }

    /// <summary>The releases, the oldest first.</summary>
    public IReadOnlyList<string> Releases { get; }

    /// <summary>The entry of a kind, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) => _entries[(kind, name)].FirstOrDefault();
}
