using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The names, integer types and versions of a dump's entities, from QEMU's source.</summary>
/// <remarks>A dump that was created from QEMU's source contains this data, which overrides the catalogues.</remarks>
internal sealed class SchemaMetadata
{
    private readonly IReadOnlyList<NameCatalogue> _catalogues;
    private readonly IReadOnlyDictionary<string, NameCandidate> _resolved;

    private SchemaMetadata(IReadOnlyList<NameCatalogue> catalogues, IReadOnlyDictionary<string, NameCandidate> resolved)
    {
        _catalogues = catalogues;
        _resolved = resolved;
    }

    /// <summary>Finds the entities of a dump in catalogues.</summary>
    /// <param name="catalogues">The catalogues, the most important first.</param>
    public static SchemaMetadata Find(
        QmpSchema schema,
        IReadOnlyList<NameCatalogue> catalogues,
        CancellationToken cancellationToken
    ) =>
        new(
            catalogues,
            NameResolver.Resolve(CandidateFinder.Find(new DumpGraph(schema), catalogues, cancellationToken))
        );

    /// <summary>Gets the name of an object, enum or alternate in QEMU's source, or null if it is unknown.</summary>
    public string? NameOf(SchemaType type) =>
        EntryKinds.FromEntity(type) is null ? null
        : type.IsMasked ? CandidateOf(type)?.Entry.Name
        : type.Name;

    /// <summary>Gets the QEMU release that added a command, event or type.</summary>
    public string? SinceOf(SchemaEntity entity) => entity.Since ?? EntryOf(entity)?.Since;

    /// <summary>Gets the QEMU release that added a member.</summary>
    public string? SinceOf(SchemaType owner, SchemaMember member) =>
        member.Since ?? PlaceOf(owner, PlaceKey.FromMember(member))?.Since;

    /// <summary>Gets the QEMU release that added a value.</summary>
    public string? SinceOf(EnumType owner, EnumValue value) =>
        value.Since ?? PlaceOf(owner, PlaceKey.FromValue(value))?.Since;

    /// <summary>Gets the integer type of a member, or of its list items.</summary>
    public IntegerType? IntegerOf(SchemaType owner, SchemaMember member) =>
        IntegerOf(member.Width, owner, PlaceKey.FromMember(member));

    /// <summary>Gets the integer type of an alternate's branch, or of its list items.</summary>
    public IntegerType? IntegerOf(AlternateType owner, SchemaBranch branch) =>
        IntegerOf(branch.Width, owner, PlaceKey.FromBranch(branch));

    /// <summary>Gets the integer type that a command returns, or of the list items that it returns.</summary>
    public IntegerType? IntegerOf(SchemaCommand command) => IntegerOf(command.ResultWidth, command, PlaceKey.Returns);

    /// <summary>Gets whether QEMU responds when a command succeeds.</summary>
    public bool HasSuccessResponse(SchemaCommand command) =>
        command.HasSuccessResponse && EntryOf(command) is null or { HasSuccessResponse: true };

    private IntegerType? IntegerOf(string? width, SchemaEntity owner, PlaceKey key) =>
        IntegerTypes.Parse(width) ?? PlaceOf(owner, key)?.Type.Integer;

    private NameCandidate? CandidateOf(SchemaType type) =>
        _resolved.TryGetValue(type.Name, out NameCandidate? candidate) ? candidate : null;

    private CatalogueEntry? EntryOf(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand => Find(EntryKind.Command, entity.Name),
            SchemaEvent => Find(EntryKind.Event, entity.Name),
            SchemaType type => CandidateOf(type)?.Entry,
            _ => null,
        };

    /// <summary>Gets a place in the release that fits the dump, otherwise in the newest release.</summary>
    private CataloguePlace? PlaceOf(SchemaEntity entity, PlaceKey key)
    {
        if (EntryOf(entity) is not { } entry)
        {
            return null;
        }

        CataloguePlace? fitting =
            entity is SchemaType type && CandidateOf(type) is { } candidate
                ? candidate.Release.PlaceOf(entry, key)
                : null;
        return fitting ?? entry[key].OrderBy(place => place.Releases.Bits).LastOrDefault();
    }

    private CatalogueEntry? Find(EntryKind kind, string name) =>
        _catalogues.Select(catalogue => catalogue.Find(kind, name)).FirstOrDefault(entry => entry is not null);
}
