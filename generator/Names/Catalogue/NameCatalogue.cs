namespace QmpGen.Generator.Names.Catalogue;

/// <summary>
/// QEMU's own names, which its dumps hide: what stands in every place of a command, event or type, over several
/// releases. Made from QEMU's
/// source by <c>qmpgen names</c>; holds facts of the interface only. Immutable.
/// </summary>
internal sealed class NameCatalogue
{
    // By kind and name; a text as the key, since the code for a key of one's own has to be made in every process of the
    // compiler.
    private readonly IReadOnlyDictionary<string, CatalogueEntry> _entries;

    /// <summary>A catalogue.</summary>
    /// <param name="releases">The releases that the entries speak of, the oldest first.</param>
    /// <param name="entries">The entries.</param>
    public NameCatalogue(IReadOnlyList<string> releases, IEnumerable<CatalogueEntry> entries)
        : this(releases, [.. releases.Select((_, index) => index)], ByKey(entries)) { }

    private NameCatalogue(
        IReadOnlyList<string> names,
        IReadOnlyList<int> indices,
        IReadOnlyDictionary<string, CatalogueEntry> entries
    )
    {
        ReleaseNames = names;
        Releases = [.. indices.Select(index => new CatalogueRelease(this, index))];
        _entries = entries;
    }

    /// <summary>The releases, the oldest first.</summary>
    public IReadOnlyList<CatalogueRelease> Releases { get; }

    /// <summary>The names of all the releases that the entries speak of.</summary>
    public IReadOnlyList<string> ReleaseNames { get; }

    public IEnumerable<CatalogueEntry> Entries => _entries.Values;

    /// <summary>The entry of a kind, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) =>
        _entries.TryGetValue(KeyOf(kind, name), out CatalogueEntry? entry) ? entry : null;

    /// <summary>The catalogue without one of its releases: what it would know of a QEMU that it has not seen.</summary>
    public NameCatalogue Without(string release) =>
        new(ReleaseNames, [.. Releases.Where(item => item.Name != release).Select(item => item.Index)], _entries);

    private static Dictionary<string, CatalogueEntry> ByKey(IEnumerable<CatalogueEntry> entries)
    {
        Dictionary<string, CatalogueEntry> byKey = new(StringComparer.Ordinal);
        foreach (CatalogueEntry entry in entries)
        {
            string key = KeyOf(entry.Kind, entry.Name);
            if (!byKey.ContainsKey(key))
            {
                byKey.Add(key, entry);
            }
        }

        return byKey;
    }

    private static string KeyOf(EntryKind kind, string name) => (char)('0' + (int)kind) + name;
}
