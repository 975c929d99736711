using QmpGen.Generator.Collections;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes properties of members: their names, which must be free in the record, and their attributes.</summary>
internal sealed class MemberBuilder(TypeMapper types, TypeUsage usage, SchemaMetadata facts, Summaries summaries)
{
    /// <summary>What a property gets behind its name where that is taken.</summary>
    public const string Suffix = "Value";

    /// <summary>The names of the properties, by those of the members: of all, so that what is left out renames
    /// nothing.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="taken">The names that they cannot have.</param>
    public static IReadOnlyDictionary<string, string> NamesOf(ObjectType owner, IEnumerable<string> taken) =>
        new NameScope(taken).ReserveAll(owner.Members.Select(member => member.Name), Suffix);

    /// <summary>The properties of a record.</summary>
    /// <param name="owner">The object, whose members come in the schema's order.</param>
    /// <param name="names">The names of the properties.</param>
    /// <param name="hidden">The names that they have by hiding a branch.</param>
    /// <param name="sent">Whether the record is sent.</param>
    /// <param name="whole">The command or event whose arguments or data they are.</param>
    public EquatableArray<MemberModel> Build(
        ObjectType owner,
        IReadOnlyDictionary<string, string> names,
        IReadOnlyCollection<string> hidden,
        bool sent,
        SchemaEntity? whole = null
    )
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        return owner
            .Members.Where(member => usage.Includes(owner, member) && met.Add(member.Name))
            .Select(member => new MemberModel(
                member.Name,
                names[member.Name],
                types.Map(member.Type.Target, facts.IntegerOf(owner, member)),
                member.Optional,
                hidden.Contains(names[member.Name]),
                summaries.Member(owner, member, whole),
                MarksOf(member, sent)
            ))
            .ToEquatableArray();
    }

    /// <summary>A union that is the whole of a command's arguments or an event's data.</summary>
    public MemberModel Whole(ObjectType union, string name) =>
        new(
            "",
            name,
            types.Map(union),
            Optional: false,
            Hides: false,
            "All of the members, which are a union.",
            default
        );

    /// <summary>What the features of an entity mean to a compiler.</summary>
    public static Marks MarksOf(IReadOnlyList<string> features) =>
        new(features.Contains("deprecated"), features.Contains("unstable"));

    // Who must set a member cannot heed a warning about it.
    private static Marks MarksOf(SchemaMember member, bool sent) =>
        sent && !member.Optional ? default : MarksOf(member.Features);
}
