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
    public DeclarationModel Build(ObjectType type)
    {
        NamingContext context = new([names.GetName(type)], [], []);
        return type.IsUnion ? BuildUnion(type, context) : BuildObject(type, context);
    }

    private ObjectModel BuildObject(ObjectType type, NamingContext context)
    {
        string fullName = types.Qualify(type);
        return new ObjectModel(
            names.GetName(type),
            fullName,
            summaries.SummarizeType(type),
            FeatureFlags.From(type.Features),
            [
                .. usage.NeedsOwnReader(type) ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : [],
                .. usage.IsSent(type) ? new[] { GlobalNames.IQmpObject } : [],
            ],
            BuildMembers(type, context, usage.IsSent(type)),
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
            FeatureFlags.From(type.Features),
            [
                .. usage.IsArgument(type) ? new[] { GlobalNames.QmpArguments } : [],
                .. usage.NeedsOwnReader(type) ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : [],
                .. usage.IsSent(type) ? new[] { GlobalNames.IQmpObject } : [],
            ],
            BuildContent(type, fullName, context, new Direction(usage.IsReceived(type), usage.IsSent(type)), ""),
            usage.IsArgument(type)
        );
    }

    private MembersModel BuildMembers(ObjectType type, NamingContext context, bool sent)
    {
        // A nested record sees the private fields around it, so each level names its table differently.
        string level = context.Depth == 0 ? "" : context.Depth.ToString(CultureInfo.InvariantCulture);
        return new MembersModel(
            "s_members" + level,
            members.Build(type, PropertyNames(type, context), context.Branches, sent)
        );
    }

    private static IReadOnlyDictionary<string, string> PropertyNames(ObjectType type, NamingContext context) =>
        MemberBuilder.CreateNames(
            type,
            [
                .. ReservedNames.Union,
                .. context.Enclosing.Take(1),
                .. context.Properties,
                .. BranchNames.Assign(type, context.Enclosing).Values,
            ]
        );

    private UnionContent BuildContent(
        ObjectType type,
        string fullName,
        NamingContext context,
        Direction direction,
        string tagBase
    )
    {
        MembersModel all = BuildMembers(type, context, direction.Writes);
        MemberModel tag = all.Items.First(member => member.WireName == type.Tag!.Name) with { Flags = default };
        IReadOnlyDictionary<string, string> branches = BranchNames.Assign(type, context.Enclosing);
        EnumValue[] values = [.. GetValues(type.Tag!)];
        NamingContext inside = context.Inherit(
            PropertyNames(type, context).Values,
            [.. values.Select(value => branches[value.Name]), ReservedNames.UnknownBranch]
        );
        return new UnionContent(
            context.Enclosing[0],
            fullName,
            all with
            {
                Items = [tag, .. all.Items.Where(member => member.WireName != tag.WireName)],
            },
            values
                .Select(value =>
                    BuildBranch(type, tag, value, branches[value.Name], fullName, context, inside, direction)
                )
                .ToEquatableArray(),
            tagBase,
            context.Depth == 0 ? "" : " : base(r)",
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

    private static string FormatTag(ObjectType union, MemberModel tag, EnumValue value) =>
        $"{tag.Type.CSharp}.{EnumBuilder.ValueNames((EnumType)union.Tag!.Type.Target)[value.Name]}";

    private BranchModel BuildBranch(
        ObjectType union,
        MemberModel tag,
        EnumValue value,
        string name,
        string unionName,
        NamingContext context,
        NamingContext inside,
        Direction direction
    )
    {
        string fullName = $"{unionName}.{name}";
        string tagValue = FormatTag(union, tag, value);
        NamingContext within = inside.Enter(name);
        SchemaVariant? variant = union.Variants.FirstOrDefault(candidate => candidate.Case == value.Name);
        ObjectType? type = variant?.Type.Target as ObjectType;
        UnionContent? content = type is { IsUnion: true }
            ? BuildContent(type, fullName, within, direction, $" : base({tagValue})")
            : null;
        return new BranchModel(
            name,
            fullName,
            tagValue,
            context.Branches.Contains(name),
            summaries.SummarizeBranch(union, value, variant, name),
            default,
            [unionName, .. content is { Reads: true } ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : []],
            content?.Members
                ?? (type is null ? new MembersModel("", []) : BuildMembers(type, within, direction.Writes)),
            content,
            IsNestedTwice: context.Depth > 0
        );
    }

    private IEnumerable<EnumValue> GetValues(SchemaMember tag)
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        return ((EnumType)tag.Type.Target).Values.Where(value => usage.Includes(value) && met.Add(value.Name));
    }

    private readonly record struct Direction(bool Reads, bool Writes);
}
