using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Estimates the characters of the code of an entity, without building it.</summary>
/// <remarks>
/// The estimate is an upper bound, two to three times the real size. Each type is measured once, even if many unions
/// and commands contain its members.
/// </remarks>
internal sealed class CodeSize(
    TypeNames names,
    TypeUsage usage,
    TypeMapper types,
    SchemaMetadata metadata,
    SummaryBuilder summaries
)
{
    // The text around names: attributes, constructors, readers, writers, and indentation at the deepest level.
    private const double Declaration = 1_500;
    private const double Branch = 800;
    private const double Member = 350;
    private const double Value = 110;

    // The places at which each name is printed at most.
    private const double NameCount = 20;
    private const double BranchNameCount = 10;
    private const double MemberNameCount = 8;
    private const double SummaryCount = 5;

    // The constructor that reads a branch also reads the inherited members.
    private const double InheritedFactor = 0.4;

    // The parameters of a command's methods repeat its members.
    private const double CommandFactor = 1.5;

    // Only one branch for each kind of JSON value is generated.
    private const int AlternateKinds = 6;

    private readonly Dictionary<string, double> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnionSize> _unions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TagSize> _tags = new(StringComparer.Ordinal);

    /// <summary>Estimates the size of a type.</summary>
    public double Estimate(SchemaType type)
    {
        double name = types.Qualify(type).Length;
        double head = Declaration + (NameCount * name) + summaries.SummarizeType(type).Length;
        return head
            + type switch
            {
                EnumType item => item.Values.Sum(value => EstimateValue(item, value)),
                ObjectType { IsUnion: true } union => EstimateUnion(union) is var size
                    ? size.Fixed + (size.Prefixes * name)
                    : 0,
                ObjectType item => EstimateMembers(item),
                AlternateType item => item
                    .Branches.Select(branch => EstimateBranch(item, branch))
                    .OrderByDescending(branch => branch)
                    .Take(AlternateKinds)
                    .Sum(),
                _ => 0,
            };
    }

    /// <summary>Estimates the size of a command and its methods.</summary>
    public double Estimate(SchemaCommand command)
    {
        string name = names.GetName(command);
        double features = command.Features.Sum(feature => feature.Length + 4.0);
        return Declaration
            + (NameCount * (types.Qualify(name).Length + command.Name.Length))
            + (SummaryCount * (summaries.SummarizeCommand(command, name).Length + features))
            + (command.ReturnType is { } result ? NameCount * types.Map(result).CSharp.Length : 0)
            + (CommandFactor * EstimateWhole(command, command.Arguments));
    }

    /// <summary>Estimates the size of an event.</summary>
    public double Estimate(SchemaEvent @event)
    {
        string name = names.GetName(@event);
        return Declaration
            + (NameCount * (types.Qualify(name).Length + @event.Name.Length))
            + summaries.SummarizeEvent(@event, name).Length
            + EstimateWhole(@event, @event.Data);
    }

    private double EstimateWhole(SchemaEntity whole, TypeReference? reference) =>
        summaries.MeasureParts(whole)
        + (
            reference?.Target switch
            {
                ObjectType { IsUnion: true } union => MemberNameCount * types.Qualify(union).Length,
                ObjectType plain => EstimateMembers(plain),
                _ => 0,
            }
        );

    private double EstimateValue(EnumType type, EnumValue value)
    {
        string name = names.GetValueNames(type)[value.Name];
        return Value + (4.0 * value.Name.Length) + name.Length + summaries.SummarizeEnumValue(type, value, name).Length;
    }

    private double EstimateBranch(AlternateType type, SchemaBranch branch) =>
        Branch
        + (BranchNameCount * (types.Qualify(type).Length + types.Map(branch.Type.Target).CSharp.Length))
        + summaries.SummarizeAlternateBranch(type, branch).Length;

    private double EstimateMembers(ObjectType type)
    {
        if (!_members.TryGetValue(type.Name, out double size))
        {
            size = type.Members.Sum(member => EstimateMember(type, member));
            _members.Add(type.Name, size);
        }

        return size;
    }

    private double EstimateMember(ObjectType owner, SchemaMember member)
    {
        string name = CSharpName.ToPascalCase(member.Name);
        TypeModel type = types.Map(member.Type.Target, metadata.FindInteger(owner, member));
        return Member
            + (MemberNameCount * (member.Name.Length + name.Length + type.CSharp.Length))
            + summaries.SummarizeMember(owner, member, null, name, sent: true).Length;
    }

    /// <summary>Estimates a union. The nesting of unions is bounded, and so is the depth of this recursion.</summary>
    private UnionSize EstimateUnion(ObjectType union)
    {
        if (_unions.TryGetValue(union.Name, out UnionSize size))
        {
            return size;
        }

        EnumType tag = (EnumType)union.Tag!.Type.Target;
        TagSize values = EstimateTag(union, tag);
        double members = EstimateMembers(union);
        size = new UnionSize(
            Declaration + members + values.Total,
            NameCount + (BranchNameCount * values.Names.Count),
            1
        );
        foreach (SchemaVariant variant in union.Variants)
        {
            if (values.Names.TryGetValue(variant.Case, out (EnumValue Value, string Name) value))
            {
                double summary = summaries.SummarizeBranch(union, value.Value, variant, value.Name).Length;
                UnionSize branch = variant.Type.Target switch
                {
                    ObjectType { IsUnion: true } inner => EstimateUnion(inner),
                    ObjectType plain => new UnionSize(EstimateMembers(plain), 0, 1),
                    _ => default,
                };
                double inherited = InheritedFactor * members * branch.Readers;
                size = new UnionSize(
                    size.Fixed + summary + branch.Fixed + (branch.Prefixes * (value.Name.Length + 1)) + inherited,
                    size.Prefixes + branch.Prefixes,
                    size.Readers + branch.Readers
                );
            }
        }

        _unions.Add(union.Name, size);
        return size;
    }

    /// <summary>Estimates the branches of all values of a tag, without their content.</summary>
    /// <remarks>Many unions can have the same tag, so its values are measured once.</remarks>
    private TagSize EstimateTag(ObjectType union, EnumType type)
    {
        if (!_tags.TryGetValue(type.Name, out TagSize size))
        {
            double tagLength = types.Qualify(type).Length;
            size = new TagSize(0, new(StringComparer.Ordinal));
            foreach (EnumValue value in type.Values.Where(usage.Includes))
            {
                string name = CSharpName.ToPascalCase(value.Name);
                double own =
                    Branch
                    + (BranchNameCount * (tagLength + (2.0 * name.Length)))
                    + summaries.SummarizeBranch(union, value, null, name).Length;
                size.Names[value.Name] = (value, name);
                size = size with { Total = size.Total + own };
            }

            _tags.Add(type.Name, size);
        }

        return size;
    }

    /// <summary>The size of the branches of a tag's values.</summary>
    /// <param name="Names">The values and their C# names, by wire name.</param>
    private readonly record struct TagSize(double Total, Dictionary<string, (EnumValue Value, string Name)> Names);

    /// <summary>The size of a union's content.</summary>
    /// <param name="Prefixes">The number of places that print the full name of the record around it.</param>
    /// <param name="Readers">The number of constructors that read the members.</param>
    private readonly record struct UnionSize(double Fixed, double Prefixes, double Readers);
}
