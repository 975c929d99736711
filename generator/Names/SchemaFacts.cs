using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>
/// What is known of a dump's entities beyond what QEMU tells: the types' own names, integer widths, since when QEMU has
/// a thing. What the
/// dump itself says goes first, if it was made from QEMU's source; then the catalogues.
/// </summary>
internal sealed class SchemaFacts
{
    private readonly IReadOnlyList<NameCatalogue> _catalogues;
    private readonly IReadOnlyDictionary<string, Candidate> _walked;

    private SchemaFacts(IReadOnlyList<NameCatalogue> catalogues, IReadOnlyDictionary<string, Candidate> walked)
    {
        _catalogues = catalogues;
        _walked = walked;
    }

    /// <summary>Finds out what catalogues know of a dump.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="catalogues">The catalogues, each of which goes before the next.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SchemaFacts Find(
        QmpSchema schema,
        IReadOnlyList<NameCatalogue> catalogues,
        CancellationToken cancellationToken
    ) =>
        new(catalogues, NameSettlement.Settle(CatalogueWalk.Run(new DumpGraph(schema), catalogues, cancellationToken)));

    /// <summary>Whether QEMU hides a type's name behind a number.</summary>
    public static bool IsMasked(SchemaEntity type) => type.Name.All(c => c is >= '0' and <= '9');

    /// <summary>The name that an object, enum or alternate has in QEMU's source; null where nobody knows it, and for
    /// other types.</summary>
    public string? NameOf(SchemaType type) =>
        SchemaPlaces.KindOf(type) is null ? null
        : IsMasked(type) ? CandidateOf(type)?.Entry.Name
        : type.Name;

    /// <summary>The QEMU that had a command, event or type first.</summary>
    public string? Since(SchemaEntity entity) => ExtraFacts.Since(entity.Node) ?? EntryOf(entity)?.Since;

    /// <summary>The QEMU that had a member first.</summary>
    public string? Since(SchemaType owner, SchemaMember member) =>
        ExtraFacts.Since(member.Node) ?? PartOf(owner, SchemaPlaces.KeyOf(member))?.Since;

    /// <summary>The QEMU that had a value first.</summary>
    public string? Since(EnumType owner, EnumValue value) =>
        ExtraFacts.Since(value.Node) ?? PartOf(owner, SchemaPlaces.KeyOf(value))?.Since;

    /// <summary>The integer of a member, or of the items of its lists.</summary>
    public IntegerType? IntegerOf(SchemaType owner, SchemaMember member) =>
        Integer(ExtraFacts.Width(member.Node), owner, SchemaPlaces.KeyOf(member));

    /// <summary>The integer of an alternate's branch, or of the items of its lists.</summary>
    public IntegerType? IntegerOf(AlternateType owner, SchemaBranch branch) =>
        Integer(ExtraFacts.Width(branch.Node), owner, SchemaPlaces.KeyOf(branch));

    /// <summary>The integer that a command answers, or that are in the lists that it does.</summary>
    public IntegerType? IntegerOf(SchemaCommand command) =>
        Integer(ExtraFacts.ResultWidth(command.Node), command, PartKey.Returns);

    /// <summary>Whether a command is answered when it succeeds.</summary>
    public bool IsAnswered(SchemaCommand command) =>
        ExtraFacts.IsAnswered(command.Node) && EntryOf(command) is null or { IsAnswered: true };

    private IntegerType? Integer(string? told, SchemaEntity owner, PartKey key) =>
        IntegerTypes.Parse(told) ?? PartOf(owner, key)?.Type.Integer;

    private Candidate? CandidateOf(SchemaType type) =>
        _walked.TryGetValue(type.Name, out Candidate? candidate) ? candidate : null;

    private CatalogueEntry? EntryOf(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand => Find(EntryKind.Command, entity.Name),
            SchemaEvent => Find(EntryKind.Event, entity.Name),
            SchemaType type => CandidateOf(type)?.Entry,
            _ => null,
        };

    /// <summary>What stands in a place, in the release that fits; otherwise in the newest.</summary>
    private CataloguePart? PartOf(SchemaEntity entity, PartKey key)
    {
        if (EntryOf(entity) is not { } entry)
        {
            return null;
        }

        CataloguePart? fitting =
            entity is SchemaType type && CandidateOf(type) is { } candidate
                ? candidate.Release.PartOf(entry, key)
                : null;
        return fitting ?? entry[key].OrderBy(part => part.Releases.Bits).LastOrDefault();
    }

    private CatalogueEntry? Find(EntryKind kind, string name) =>
        _catalogues.Select(catalogue => catalogue.Find(kind, name)).FirstOrDefault(entry => entry is not null);
}
