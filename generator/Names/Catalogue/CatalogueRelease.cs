namespace QmpGen.Generator.Names.Catalogue;

/// <summary>One release of a catalogue.</summary>
/// <param name="index">The index of the release in the catalogue's list.</param>
internal sealed class CatalogueRelease(NameCatalogue catalogue, int index)
{
    private readonly Lazy<int> _size = new(() =>
        catalogue.Entries.Sum(entry => entry.Places.Count(place => place.Releases.Contains(index)))
    );

    private readonly Dictionary<CatalogueEntry, int> _counts = [];

    public NameCatalogue Catalogue => catalogue;

    public int Index => index;

    public string Name => catalogue.ReleaseNames[index];

    /// <summary>The number of places in all entries of the release.</summary>
    public int Size => _size.Value;

    /// <summary>Finds the entry of a kind and name, or null if the release does not have it.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) =>
        catalogue.Find(kind, name) is { } entry && entry.Releases.Contains(index) ? entry : null;

    /// <summary>Pairs commands and events of a dump with the release's entries of the same name.</summary>
    public IEnumerable<EntityPair> Pair(IEnumerable<DumpNode> roots)
    {
        foreach (DumpNode root in roots)
        {
            if (Find(root.Kind, root.Entity.Name) is { } entry)
            {
                yield return new EntityPair(root, entry);
            }
        }
    }

    /// <summary>Gets a place of an entry, or null if the release does not have it.</summary>
    public CataloguePlace? FindPlace(CatalogueEntry entry, PlaceKey key)
    {
        foreach (CataloguePlace place in entry[key])
        {
            if (place.Releases.Contains(index))
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>Counts the places of an entry that the release has.</summary>
    public int CountPlaces(CatalogueEntry entry)
    {
        if (!_counts.TryGetValue(entry, out int count))
        {
            count = entry.Places.Count(place => place.Releases.Contains(index));
            _counts.Add(entry, count);
        }

        return count;
    }
}
