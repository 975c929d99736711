using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>Finds the symbols in the conditions of a schema.</summary>
internal static class ConditionSymbols
{
    public static IEnumerable<string> Find(QapiSchema schema) =>
        schema
            .Definitions.SelectMany(definition => GetParts(definition).Append(definition))
            .SelectMany(entity => entity.Features.Select(feature => feature.Condition).Append(entity.Condition))
            .OfType<QapiCondition>()
            .SelectMany(condition => condition.Symbols);

    private static IEnumerable<QapiEntity> GetParts(QapiDefinition definition) =>
        definition switch
        {
            QapiEnum type => type.Values,
            QapiObject type => type.AllMembers.Concat(type.Branches),
            QapiAlternate type => type.Branches,
            QapiCommand { Arguments.Object: { } arguments } => arguments.Members,
            QapiEvent { Data.Object: { } data } => data.Members,
            _ => [],
        };
}
