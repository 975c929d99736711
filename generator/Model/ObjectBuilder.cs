using QmpGen.Generator.Collections;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes records of objects, and of flat unions with their nested branches.</summary>
internal sealed class ObjectBuilder(
    TypeNames names,
    TypeUsage usage,
    Summaries summaries,
    TypeMapper types,
    MemberBuilder members
)
{
    /// <summary>The record of an object or union by itself.</summary>
    public ObjectModel Build(ObjectType type)
    {
        string name = names.NameOf(type);
        Shape shape = BuildShape(type, types.FullName(type), new Surroundings([name], [], []), usage.IsSent(type));
        return new ObjectModel(
            name,
            summaries.Object(type, name),
            MemberBuilder.MarksOf(type.Features),
            shape.Members,
            shape.Union,
            usage.IsReceived(type),
            usage.NeedsOwnReader(type),
            usage.IsSent(type),
            usage.IsArgument(type)
        );
    }

    private Shape BuildShape(ObjectType type, string fullName, Surroundings around, bool sent)
    {
        IReadOnlyDictionary<string, string> branches = BranchNames.Assign(type, around.Enclosing);
        IEnumerable<string> taken =
        [
            .. ReservedNames.Union,
            .. around.Enclosing.Take(1),
            .. around.Properties,
            .. branches.Values,
        ];
        IReadOnlyDictionary<string, string> properties = MemberBuilder.NamesOf(type, taken);
        EquatableArray<MemberModel> all = members.Build(type, properties, around.Branches, sent);
        if (type.Tag is not { } tag)
        {
            return new Shape(all, null);
        }

        MemberModel tagMember = all.First(member => member.WireName == tag.Name) with
        {
            Summary = summaries.Tag(type, tag),
            Marks = default,
        };
        EquatableArray<MemberModel> common = all.Where(member => member.WireName != tag.Name).ToEquatableArray();
        EnumValue[] values = [.. ValuesOf(tag)];
        Surroundings inside = around.Into(
            properties.Values,
            [.. values.Select(value => branches[value.Name]), ReservedNames.UnknownBranch]
        );
        IReadOnlyDictionary<string, string> constants = EnumBuilder.ValueNames((EnumType)tag.Type.Target);
        UnionModel union = new(
            tagMember,
            values
                .Select(value =>
                    BuildBranch(
                        type,
                        tagMember,
                        value,
                        constants[value.Name],
                        branches[value.Name],
                        fullName,
                        around,
                        inside,
                        sent
                    )
                )
                .ToEquatableArray(),
            HidesUnknown: around.Branches.Contains(ReservedNames.UnknownBranch)
        );
        return new Shape(common, union);
    }

    private BranchModel BuildBranch(
        ObjectType union,
        MemberModel tag,
        EnumValue value,
        string constant,
        string name,
        string unionName,
        Surroundings around,
        Surroundings inside,
        bool sent
    )
    {
        string fullName = $"{unionName}.{name}";
        SchemaVariant? variant = union.Variants.FirstOrDefault(candidate => candidate.Case == value.Name);
        Shape shape = variant?.Type.Target is ObjectType type
            ? BuildShape(type, fullName, inside.Named(name), sent)
            : new Shape([], null);
        return new BranchModel(
            name,
            fullName,
            $"{tag.Type.CSharp}.{constant}",
            Hides: around.Branches.Contains(name),
            summaries.Branch(union.Tag!, value, variant),
            default,
            shape.Members,
            shape.Union
        );
    }

    private IEnumerable<EnumValue> ValuesOf(SchemaMember tag)
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        return ((EnumType)tag.Type.Target).Values.Where(value => usage.Includes(value) && met.Add(value.Name));
    }

    private sealed record Shape(EquatableArray<MemberModel> Members, UnionModel? Union);

    /// <summary>What surrounds a record: its own name and those of the types that it is nested in, from the inside; the
    /// properties and
    /// branches that it inherits.</summary>
    private sealed record Surroundings(
        IReadOnlyList<string> Enclosing,
        IReadOnlyList<string> Properties,
        IReadOnlyList<string> Branches
    )
    {
        public Surroundings Into(IEnumerable<string> properties, IReadOnlyList<string> branches) =>
            this with
            {
                Properties = [.. Properties, .. properties],
                Branches = [.. Branches, .. branches],
            };

        public Surroundings Named(string name) => this with { Enclosing = [name, .. Enclosing] };
    }
}
