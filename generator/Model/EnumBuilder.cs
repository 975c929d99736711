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
        return new EnumModel(
            names.GetName(type),
            types.Qualify(type),
            summaries.SummarizeType(type),
            usage
                .GetValues(type)
                .Select(value => new EnumValueModel(
                    value.Name,
                    valueNames[value.Name],
                    summaries.SummarizeEnumValue(type, value, valueNames[value.Name]),
                    AttributesModel.Create(value.Features, value.Releases, type.Releases)
                ))
                .ToEquatableArray()
        );
    }
}
