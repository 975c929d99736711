namespace QmpGen.Generator.Names.Catalogue;

/// <summary>What an entry of the catalogue is.</summary>
internal enum EntryKind
{
    Command,
    Event,
    Object,
    Enum,
    Alternate,
}

/// <summary>A command, event or type in QEMU's source, over the releases that have it in this kind.</summary>
internal sealed class CatalogueEntry(
    EntryKind kind,
    string name,
    string? since,
    bool isAnswered,
    ReleaseSet releases,
    IEnumerable<CataloguePart> parts
)
{
    private readonly Dictionary<PartKey, CataloguePart[]> _parts = parts
        .GroupBy(part => part.Key)
        .ToDictionary(group => group.Key, group => group.ToArray());

    public EntryKind Kind => kind;

    /// <summary>The wire name of a command or event, QEMU's own name of a type.</summary>
    public string Name => name;

    /// <summary>The QEMU that had it first, where the source says so.</summary>
    public string? Since => since;

    /// <summary>Whether a command is answered when it succeeds.</summary>
    public bool IsAnswered => isAnswered;

    public ReleaseSet Releases => releases;

    public IEnumerable<CataloguePart> Parts => _parts.Values.SelectMany(parts => parts);

    /// <summary>What stands in a place: one part, or several where the releases differ.</summary>
    public CataloguePart[] this[PartKey key] => _parts.TryGetValue(key, out CataloguePart[]? parts) ? parts : [];
}

/// <summary>What stands in one place of an entry, in the releases that have it so.</summary>
internal sealed class CataloguePart(PartKey key, SourceType type, string? since, ReleaseSet releases)
{
    public PartKey Key => key;

    /// <summary>The type that stands there; without a name for an enum's value.</summary>
    public SourceType Type => type;

    /// <summary>The QEMU that had it first, where the source says so.</summary>
    public string? Since => since;

    public ReleaseSet Releases => releases;
}
