using QmpGen.Generator.Collections;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes enums.</summary>
internal static class EnumBuilder
{
    public static EnumModel Build(EnumType type, string name, TypeUsage usage, Summaries summaries)
    {
        IReadOnlyDictionary<string, string> names = ValueNames(type);
        HashSet<string> met = new(StringComparer.Ordinal);
        return new EnumModel(
            name,
            summaries.Enum(type, name),
            MemberBuilder.MarksOf(type.Features),
            type.Values.Where(value => usage.Includes(value) && met.Add(value.Name))
                .Select(value => new EnumValueModel(
                    value.Name,
                    names[value.Name],
                    summaries.EnumValue(type, value),
                    MemberBuilder.MarksOf(value.Features)
                ))
                .ToEquatableArray()
        );
    }

    /// <summary>The C# names of the values, by their texts: of all, so that what is left out renames nothing.</summary>
    public static IReadOnlyDictionary<string, string> ValueNames(EnumType type) =>
        new NameScope(["value__"]).ReserveAll(type.Values.Select(value => value.Name));
}
