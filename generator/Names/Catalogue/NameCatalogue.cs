namespace QmpGen.Generator.Names.Catalogue;

/// <summary>
/// QEMU's own names, which its dumps hide: what stands in every place of a command, event or type, over several releases. Made from QEMU's
/// source by <c>qmpgen names</c>; holds facts of the interface only. Immutable.
/// </summary>
internal sealed class NameCatalogue
{
    private readonly ILookup<(EntryKind Kind, string Name), CatalogueEntry> _entries;

    /// <summary>A catalogue.</summary>
    /// <param name="releases">The releases that the entries speak of, the oldest first.</param>
    /// <param name="entries">The entries.</param>
    public NameCatalogue(IReadOnlyList<string> releases, IEnumerable<CatalogueEntry> entries)
        : this(releases, [.. releases.Select((_, index) => index)], entries.ToLookup(entry => (entry.Kind, entry.Name)))
    {
    }

    private NameCatalogue(IReadOnlyList<string> names, IReadOnlyList<int> indices, ILookup<(EntryKind, string), CatalogueEntry> entries)
    {
        ReleaseNames = names;
        Releases = [.. indices.Select(index => new CatalogueRelease(this, index))];
        _entries = entries;
    }

    /// <summary>The releases, the oldest first.</summary>
    public IReadOnlyList<CatalogueRelease> Releases { get; }

    /// <summary>The names of all the releases that the entries speak of.</summary>
    public IReadOnlyList<string> ReleaseNames { get; }

    public IEnumerable<CatalogueEntry> Entries => _entries.SelectMany(entries => entries);

    /// <summary>The entry of a kind, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) => _entries[(kind, name)].FirstOrDefault();

    /// <summary>The catalogue without one of its releases: what it would know of a QEMU that it has not seen.</summary>
    public NameCatalogue Without(string release) =>
        new(ReleaseNames, [.. Releases.Where(item => item.Name != release).Select(item => item.Index)], _entries);
}
