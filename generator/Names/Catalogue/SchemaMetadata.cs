using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The names, integer types and versions of a dump's entities, from QEMU's source.</summary>
/// <remarks>A dump that was created from QEMU's source contains this data, which overrides the catalogues.</remarks>
internal sealed class SchemaMetadata
{
    private readonly IReadOnlyList<NameCatalogue> _catalogues;
    private readonly IReadOnlyDictionary<string, NameCandidate> _resolved;

    private SchemaMetadata(
        IReadOnlyList<NameCatalogue> catalogues,
        IReadOnlyDictionary<string, NameCandidate> resolved,
        int? exceededLimit
    )
    {
        ExceededLimit = exceededLimit;
        _catalogues = catalogues;
        _resolved = resolved;
    }

    /// <summary>Creates the metadata of a merged schema, whose entities contain all of it but these names.</summary>
    /// <param name="names">The names in QEMU's source of types that have other names in the schema.</param>
    public static SchemaMetadata FromNames(IReadOnlyDictionary<string, string> names) =>
        new([], new Dictionary<string, NameCandidate>(StringComparer.Ordinal), null) { Names = names };

    private IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Finds the entities of a dump in catalogues.</summary>
    /// <param name="catalogues">The catalogues, the most important first.</param>
    public static SchemaMetadata Find(
        QmpSchema schema,
        IReadOnlyList<NameCatalogue> catalogues,
        CancellationToken cancellationToken
    )
    {
        CandidateFinder finder = new(new DumpGraph(schema), catalogues);
        return new SchemaMetadata(
            catalogues,
            NameResolver.Resolve(finder.Find(cancellationToken)),
            finder.ExceededLimit
        );
    }

    /// <summary>The number of places to compare that the dump and the catalogues exceed, or null.</summary>
    /// <remarks>The types of such a dump do not have names from a catalogue.</remarks>
    public int? ExceededLimit { get; }

    /// <summary>Gets the name of an object, enum or alternate in QEMU's source, or null if it is unknown.</summary>
    public string? FindName(SchemaType type) =>
        EntryKinds.FromEntity(type) is null ? null
        : Names.TryGetValue(type.Name, out string? name) ? name
        : type.IsMasked ? FindCandidate(type)?.Entry.Name
        : type.Name;

    /// <summary>Gets the QEMU release that added a command, event or type.</summary>
    public string? FindSince(SchemaEntity entity) => entity.Since ?? FindEntry(entity)?.Since;

    /// <summary>Gets the QEMU release that added a member.</summary>
    public string? FindSince(SchemaType owner, SchemaMember member) =>
        member.Since ?? FindPlace(owner, PlaceKey.FromMember(member))?.Since;

    /// <summary>Gets the QEMU release that added a value.</summary>
    public string? FindSince(EnumType owner, EnumValue value) =>
        value.Since ?? FindPlace(owner, PlaceKey.FromValue(value))?.Since;

    /// <summary>Gets the integer type of a member, or of its list items.</summary>
    public IntegerType? FindInteger(SchemaType owner, SchemaMember member) =>
        FindInteger(member.Width, owner, PlaceKey.FromMember(member));

    /// <summary>Gets the integer type of an alternate's branch, or of its list items.</summary>
    public IntegerType? FindInteger(AlternateType owner, SchemaBranch branch) =>
        FindInteger(branch.Width, owner, PlaceKey.FromBranch(branch));

    /// <summary>Gets the integer type that a command returns, or of the list items that it returns.</summary>
    public IntegerType? FindInteger(SchemaCommand command) =>
        FindInteger(command.ResultWidth, command, PlaceKey.Returns);

    /// <summary>Gets whether QEMU responds when a command succeeds.</summary>
    public bool HasSuccessResponse(SchemaCommand command) =>
        command.HasSuccessResponse && FindEntry(command) is null or { HasSuccessResponse: true };

    private IntegerType? FindInteger(string? width, SchemaEntity owner, PlaceKey key) =>
        IntegerTypes.Parse(width) ?? FindPlace(owner, key)?.Type.Integer;

    private NameCandidate? FindCandidate(SchemaType type) =>
        _resolved.TryGetValue(type.Name, out NameCandidate? candidate) ? candidate : null;

    private CatalogueEntry? FindEntry(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand => Find(EntryKind.Command, entity.Name),
            SchemaEvent => Find(EntryKind.Event, entity.Name),
            SchemaType type => FindCandidate(type)?.Entry,
            _ => null,
        };

    /// <summary>Gets a place in the release that fits the dump, otherwise in the newest release.</summary>
    private CataloguePlace? FindPlace(SchemaEntity entity, PlaceKey key)
    {
        if (FindEntry(entity) is not { } entry)
        {
            return null;
        }

        CataloguePlace? fitting =
            entity is SchemaType type && FindCandidate(type) is { } candidate
                ? candidate.Release.FindPlace(entry, key)
                : null;
        return fitting ?? entry[key].OrderBy(place => place.Releases.Bits).LastOrDefault();
    }

    private CatalogueEntry? Find(EntryKind kind, string name) =>
        _catalogues.Select(catalogue => catalogue.Find(kind, name)).FirstOrDefault(entry => entry is not null);
}
