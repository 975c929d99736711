namespace QmpGen.Generator.Names.Catalogue;

/// <summary>One release of a catalogue.</summary>
internal sealed class CatalogueRelease(NameCatalogue catalogue, int index)
{
    private readonly Lazy<int> _size = new(() =>
        catalogue.Entries.Sum(entry => entry.Parts.Count(part => part.Releases.Contains(index)))
    );

    public NameCatalogue Catalogue => catalogue;

    /// <summary>Its place among the releases that the catalogue's entries speak of.</summary>
    public int Index => index;

    public string Name => catalogue.ReleaseNames[index];

    /// <summary>How many places it has in all.</summary>
    public int Size => _size.Value;

    /// <summary>The entry of a name that the release has in this kind, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) =>
        catalogue.Find(kind, name) is { } entry && entry.Releases.Contains(index) ? entry : null;

    /// <summary>Commands and events of a dump with the entries of their names, where the release has them.</summary>
    public IEnumerable<Pair> Pair(IEnumerable<DumpNode> roots)
    {
        foreach (DumpNode root in roots)
        {
            if (Find(root.Kind, root.Entity.Name) is { } entry)
            {
                yield return new Pair(root, entry);
            }
        }
    }

    /// <summary>What the release has in a place, or null.</summary>
    public CataloguePart? PartOf(CatalogueEntry entry, PartKey key)
    {
        foreach (CataloguePart part in entry[key])
        {
            if (part.Releases.Contains(index))
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>All that the release has in an entry.</summary>
    public IEnumerable<CataloguePart> PartsOf(CatalogueEntry entry) =>
        entry.Parts.Where(part => part.Releases.Contains(index));
}
