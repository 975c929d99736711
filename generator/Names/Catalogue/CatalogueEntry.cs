namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A command, event or type of QEMU's source, merged over several releases.</summary>
internal sealed class CatalogueEntry(
    EntryKind kind,
    string name,
    string? since,
    bool hasSuccessResponse,
    ReleaseSet releases,
    IEnumerable<CataloguePlace> places
)
{
    private readonly Dictionary<PlaceKey, CataloguePlace[]> _places = places
        .GroupBy(place => place.Key)
        .ToDictionary(group => group.Key, group => group.ToArray());

    public EntryKind Kind => kind;

    /// <summary>The wire name of a command or event, or the name of a type in QEMU's source.</summary>
    public string Name => name;

    /// <summary>The QEMU release that added it, if the source says so.</summary>
    public string? Since => since;

    /// <summary>Whether QEMU responds when the command succeeds.</summary>
    public bool HasSuccessResponse => hasSuccessResponse;

    /// <summary>The releases that have the entry in this kind.</summary>
    public ReleaseSet Releases => releases;

    public IEnumerable<CataloguePlace> Places => _places.Values.SelectMany(places => places);

    /// <summary>The contents of a place, one for each group of releases that agree.</summary>
    public CataloguePlace[] this[PlaceKey key] => _places.TryGetValue(key, out CataloguePlace[]? places) ? places : [];
}

/// <summary>A place of an entry, in the releases that agree on its type.</summary>
internal sealed class CataloguePlace(PlaceKey key, SourceType type, string? since, ReleaseSet releases)
{
    public PlaceKey Key => key;

    /// <summary>The type. Its name is empty for an enum's value.</summary>
    public SourceType Type => type;

    /// <summary>The QEMU release that added it, if the source says so.</summary>
    public string? Since => since;

    public ReleaseSet Releases => releases;
}
