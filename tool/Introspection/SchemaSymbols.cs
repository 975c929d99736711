using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>The symbols that a schema's conditions mention, also where a build does not come to ask for them.</summary>
internal static class SchemaSymbols
{
    public static IEnumerable<string> Of(QapiSchema schema) =>
        schema
            .Definitions.SelectMany(definition => PartsOf(definition).Append(definition))
            .SelectMany(entity => entity.Features.Select(feature => feature.Condition).Append(entity.Condition))
            .OfType<QapiCondition>()
            .SelectMany(condition => condition.Symbols);

    private static IEnumerable<QapiEntity> PartsOf(QapiDefinition definition) =>
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
