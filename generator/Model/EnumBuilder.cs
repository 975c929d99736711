using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds enums.</summary>
internal sealed class EnumBuilder(TypeNames names, TypeUsage usage, SummaryBuilder summaries, TypeMapper types)
{
    public EnumModel Build(EnumType type)
    {
        IReadOnlyDictionary<string, string> valueNames = names.GetValueNames(type);
        HashSet<string> met = new(StringComparer.Ordinal);
        return new EnumModel(
            names.GetName(type),
            types.Qualify(type),
            summaries.SummarizeType(type),
            FeatureFlags.From(type.Features),
            type.Values.Where(value => usage.Includes(value) && met.Add(value.Name))
                .Select(value => new EnumValueModel(
                    value.Name,
                    valueNames[value.Name],
                    summaries.SummarizeEnumValue(type, value, valueNames[value.Name]),
                    FeatureFlags.From(value.Features)
                ))
                .ToEquatableArray()
        );
    }
}
