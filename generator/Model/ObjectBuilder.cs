using System.Globalization;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds objects and flat unions.</summary>
internal sealed class ObjectBuilder(
    TypeNames names,
    TypeUsage usage,
    SummaryBuilder summaries,
    TypeMapper types,
    MemberBuilder members
)
{
    private static readonly NameSet s_none = new([]);

    public DeclarationModel Build(ObjectType type)
    {
        NamingContext context = new([names.GetName(type)], s_none, s_none);
        return type.IsUnion ? BuildUnion(type, context) : BuildObject(type, context);
    }

    private ObjectModel BuildObject(ObjectType type, NamingContext context)
    {
        string fullName = types.Qualify(type);
        return new ObjectModel(
            names.GetName(type),
            fullName,
            summaries.SummarizeType(type),
            [
                .. usage.NeedsOwnReader(type) ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : [],
                .. usage.IsSent(type) ? new[] { GlobalNames.IQmpObject } : [],
            ],
            BuildMembers(type, PropertyNames(type, context, []), context, usage.IsSent(type), []),
            usage.IsReceived(type),
            usage.NeedsOwnReader(type),
            usage.IsSent(type)
        );
    }

    private UnionModel BuildUnion(ObjectType type, NamingContext context)
    {
        string fullName = types.Qualify(type);
        return new UnionModel(
            names.GetName(type),
            fullName,
            summaries.SummarizeType(type),
            [
                .. usage.IsArgument(type) ? new[] { GlobalNames.QmpArguments } : [],
                .. usage.NeedsOwnReader(type) ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : [],
                .. usage.IsSent(type) ? new[] { GlobalNames.IQmpObject } : [],
            ],
            BuildContent(type, fullName, context, new Direction(usage.IsReceived(type), usage.IsSent(type)), "", []),
            usage.IsArgument(type)
        );
    }

    private MembersModel BuildMembers(
        ObjectType type,
        IReadOnlyDictionary<string, string> properties,
        NamingContext context,
        bool sent,
        EquatableArray<MemberModel> inherited
    )
    {
        // A nested record sees the private fields around it, so each level names its table differently.
        string level = context.Depth == 0 ? "" : context.Depth.ToString(CultureInfo.InvariantCulture);
        EquatableArray<MemberModel> items = members.Build(type, properties, context.Branches, sent);
        HashSet<string> own = new(items.Select(member => member.WireName), StringComparer.Ordinal);
        bool repeats = inherited.Any(member => own.Contains(member.WireName));
        return new MembersModel("s_members" + level, items, repeats ? [] : inherited);
    }

    private static IReadOnlyDictionary<string, string> PropertyNames(
        ObjectType type,
        NamingContext context,
        IEnumerable<string> branches
    ) =>
        MemberBuilder.CreateNames(
            type,
            [.. ReservedNames.Union, .. context.Enclosing.Take(1), .. branches],
            context.Properties
        );

    private UnionContent BuildContent(
        ObjectType type,
        string fullName,
        NamingContext context,
        Direction direction,
        string tagBase,
        EquatableArray<MemberModel> inherited
    )
    {
        IReadOnlyDictionary<string, string> branches = BranchNames.Assign(type, context.Enclosing);
        IReadOnlyDictionary<string, string> properties = PropertyNames(type, context, branches.Values);
        bool hides = inherited.Any(member => branches.Values.Contains(member.Name, StringComparer.Ordinal));
        MembersModel all = BuildMembers(type, properties, context, direction.Writes, hides ? [] : inherited);
        MemberModel tag = all.Items[0] with { Attributes = all.Items[0].Attributes.WithoutFeatures() };
        bool passesOn = direction.Reads && (context.Depth == 0 || all.Inherited.Count > 0);
        EquatableArray<MemberModel> passedOn = passesOn
            ? [.. inherited, tag with { IsInheritedTag = true }, .. all.Items.Skip(1)]
            : [];
        EnumValue[] values = [.. GetValues(type.Tag!)];
        ILookup<string, SchemaVariant> variants = type.Variants.ToLookup(
            variant => variant.Case,
            StringComparer.Ordinal
        );
        NamingContext inside = context.Inherit(
            properties.Values,
            values.Select(value => branches[value.Name]).Append(ReservedNames.UnknownBranch)
        );
        return new UnionContent(
            context.Enclosing[0],
            fullName,
            all with
            {
                Items = [tag, .. all.Items.Skip(1)],
            },
            values
                .Select(value =>
                    BuildBranch(
                        type,
                        tag,
                        value,
                        variants[value.Name].FirstOrDefault(),
                        branches[value.Name],
                        fullName,
                        context,
                        inside,
                        direction,
                        passedOn
                    )
                )
                .ToEquatableArray(),
            tagBase,
            context.Branches.Contains(ReservedNames.UnknownBranch),
            direction.Reads,
            direction.Writes,
            type.Tag!.Optional ? FormatMissingTag(type, tag) : null
        );
    }

    /// <summary>Formats the tag of objects that lack it: that of the default branch, or the number that means not
    /// set.</summary>
    private string FormatMissingTag(ObjectType type, MemberModel tag) =>
        GetValues(type.Tag!).FirstOrDefault(value => value.Name == type.DefaultCase) is { } value
            ? FormatTag(type, tag, value)
            : "default";

    private string FormatTag(ObjectType union, MemberModel tag, EnumValue value) =>
        $"{tag.Type.CSharp}.{names.GetValueNames((EnumType)union.Tag!.Type.Target)[value.Name]}";

    private BranchModel BuildBranch(
        ObjectType union,
        MemberModel tag,
        EnumValue value,
        SchemaVariant? variant,
        string name,
        string unionName,
        NamingContext context,
        NamingContext inside,
        Direction direction,
        EquatableArray<MemberModel> inherited
    )
    {
        string fullName = $"{unionName}.{name}";
        string tagValue = FormatTag(union, tag, value);
        NamingContext within = inside.Enter(name);
        ObjectType? type = variant?.Type.Target as ObjectType;
        UnionContent? content = type is { IsUnion: true }
            ? BuildContent(type, fullName, within, direction, $" : base({tagValue})", inherited)
            : null;
        return new BranchModel(
            name,
            fullName,
            tagValue,
            context.Branches.Contains(name),
            summaries.SummarizeBranch(union, value, variant, name),
            AttributesModel.Create([], union.GetReleases(value, variant), union.Releases),
            [unionName, .. content is { Reads: true } ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : []],
            content?.Members
                ?? (
                    type is null
                        ? new MembersModel("", [])
                        : BuildMembers(type, PropertyNames(type, within, []), within, direction.Writes, inherited)
                ),
            content,
            IsNestedTwice: context.Depth > 0
        );
    }

    private IEnumerable<EnumValue> GetValues(SchemaMember tag) => usage.GetValues((EnumType)tag.Type.Target);

    private readonly record struct Direction(bool Reads, bool Writes);
}
