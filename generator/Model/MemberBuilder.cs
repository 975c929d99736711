using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds the properties of records.</summary>
internal sealed class MemberBuilder(
    TypeMapper types,
    TypeUsage usage,
    SchemaMetadata metadata,
    SummaryBuilder summaries
)
{
    /// <summary>The suffix of a property whose name is taken.</summary>
    public const string Suffix = "Value";

    /// <summary>The names of properties by wire name, including omitted members, so that omitting one does not rename
    /// others.</summary>
    /// <param name="taken">The names that properties cannot have.</param>
    /// <param name="inherited">More of them, which other records share.</param>
    public static IReadOnlyDictionary<string, string> CreateNames(
        ObjectType owner,
        IEnumerable<string> taken,
        NameSet? inherited = null
    ) => new NameScope(taken, inherited).ReserveAll(owner.Members.Select(member => member.Name), Suffix);

    /// <summary>Builds the properties in the order of the schema, the tag of a union first.</summary>
    /// <param name="names">The names of the properties by wire name.</param>
    /// <param name="inheritedBranches">The names of branches that a property of the same name hides.</param>
    /// <param name="sent">Whether callers set the properties.</param>
    /// <param name="whole">The command or event that the members belong to.</param>
    public EquatableArray<MemberModel> Build(
        ObjectType owner,
        IReadOnlyDictionary<string, string> names,
        NameSet? inheritedBranches,
        bool sent,
        SchemaEntity? whole = null
    ) =>
        usage
            .GetMembers(owner)
            .Select(member => new MemberModel(
                member.Name,
                names[member.Name],
                types.Map(member.Type.Target, metadata.FindInteger(owner, member)),
                member.Optional,
                inheritedBranches?.Contains(names[member.Name]) == true,
                summaries.SummarizeMember(owner, member, whole, names[member.Name], sent),
                CreateAttributes(member, (whole ?? owner).Releases, sent)
            ))
            .ToEquatableArray();

    /// <summary>Builds the property for arguments or data that are a union.</summary>
    public MemberModel BuildWhole(ObjectType union, string name) =>
        new("", name, types.Map(union), Optional: false, Hides: false, Summary: "", default);

    // A caller that must set a member cannot avoid the warning.
    private static AttributesModel CreateAttributes(SchemaMember member, IReadOnlyList<string> all, bool sent)
    {
        AttributesModel attributes = AttributesModel.Create(member.Features, member.Releases, all);
        return sent && !member.Optional ? attributes.WithoutFeatures() : attributes;
    }
}
