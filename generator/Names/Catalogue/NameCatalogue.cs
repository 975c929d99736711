namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The type at every place of QEMU's commands, events and types, over several releases. Immutable.</summary>
/// <remarks>
/// QEMU's dumps hide these names. <c>qmpgen names</c> creates a catalogue from QEMU's source; it contains only facts of
/// the interface.
/// </remarks>
internal sealed class NameCatalogue
{
    // The key is text because a dictionary of another key type costs JIT time in every compiler process.
    private readonly IReadOnlyDictionary<string, CatalogueEntry> _entries;

    /// <param name="releases">The names of the releases, the oldest first.</param>
    /// <param name="entries">The entries. The first of a kind and name wins.</param>
    public NameCatalogue(IReadOnlyList<string> releases, IEnumerable<CatalogueEntry> entries)
        : this(releases, [.. releases.Select((_, index) => index)], IndexByKey(entries)) { }

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

    /// <summary>The names that <see cref="ReleaseSet"/> refers to, including those of excluded releases.</summary>
    public IReadOnlyList<string> ReleaseNames { get; }

    public IEnumerable<CatalogueEntry> Entries => _entries.Values;

    /// <summary>Finds the entry of a kind and name, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) =>
        _entries.TryGetValue(CreateKey(kind, name), out CatalogueEntry? entry) ? entry : null;

    /// <summary>Creates a copy without one release, to see how it names a QEMU that it does not know.</summary>
    public NameCatalogue Without(string release) =>
        new(ReleaseNames, [.. Releases.Where(item => item.Name != release).Select(item => item.Index)], _entries);

    private static Dictionary<string, CatalogueEntry> IndexByKey(IEnumerable<CatalogueEntry> entries)
    {
        Dictionary<string, CatalogueEntry> byKey = new(StringComparer.Ordinal);
        foreach (CatalogueEntry entry in entries)
        {
            string key = CreateKey(entry.Kind, entry.Name);
            if (!byKey.ContainsKey(key))
            {
                byKey.Add(key, entry);
            }
        }

        return byKey;
    }

    private static string CreateKey(EntryKind kind, string name) => (char)('0' + (int)kind) + name;
}
