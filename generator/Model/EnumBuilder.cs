using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes enums.</summary>
internal static class EnumBuilder
{
    public static EnumModel Build(EnumType type, string name, TypeUsage usage, SchemaFacts facts)
    {
        IReadOnlyDictionary<string, string> names = ValueNames(type);
        HashSet<string> met = new(StringComparer.Ordinal);
        return new EnumModel(
            name,
            Summaries.Enum(type, name, facts.Since(type)),
            MemberBuilder.MarksOf(type.Features),
            type.Values.Where(value => usage.Has(value) && met.Add(value.Name)).Select(value => new EnumValueModel(
                value.Name, names[value.Name], Summaries.EnumValue(value, facts.Since(type, value)), MemberBuilder.MarksOf(value.Features))).ToEquatableArray());
    }

    /// <summary>The C# names of the values, by their texts: of all, so that what is left out renames nothing.</summary>
    public static IReadOnlyDictionary<string, string> ValueNames(EnumType type) =>
        new NameScope(["value__"]).TakeAll(type.Values.Select(value => value.Name));
}
