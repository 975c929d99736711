using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>An entity lacks what its meta-type demands.</summary>
internal sealed class BrokenEntityException(string message, JsonNode node) : Exception(message)
{
    public JsonNode Node { get; } = node;
}

/// <summary>Turns one JSON object of the dump into an entity.</summary>
internal static class EntityParser
{
    /// <summary>The name of an entity.</summary>
    /// <exception cref="BrokenEntityException">It has none.</exception>
    public static string NameOf(JsonNode node) => TextOf(node, "name", "an entity");

    /// <summary>Reads an entity.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="node">Its JSON.</param>
    /// <param name="reference">Makes a reference to another type.</param>
    /// <returns>Null where the meta-type, or the JSON type of a builtin, is one that we do not know.</returns>
    /// <exception cref="BrokenEntityException">It lacks what its meta-type demands.</exception>
    public static SchemaEntity? Parse(string name, JsonNode node, Func<string, JsonNode, TypeReference> reference)
    {
        string place = $"the entity '{name}'";
        return TextOf(node, "meta-type", place) switch
        {
            "builtin" => BuiltinOf(TextOf(node, "json-type", place)) is { } kind
                ? new BuiltinType(name, node, kind)
                : null,
            "enum" => new EnumType(name, node, FeaturesOf(node), ValuesOf(node, place)),
            "array" => new ArrayType(name, node, Required("element-type")),
            "object" => ParseObject(name, node, reference),
            "alternate" => new AlternateType(
                name,
                node,
                FeaturesOf(node),
                [
                    .. ItemsOf(node, "members", place)
                        .Select(member => new SchemaBranch(Follow(member, "type", place, reference), member)),
                ]
            ),
            "command" => new SchemaCommand(
                name,
                node,
                FeaturesOf(node),
                Optional("arg-type"),
                Optional("ret-type"),
                node["allow-oob"]?.Kind == JsonKind.True
            ),
            "event" => new SchemaEvent(name, node, FeaturesOf(node), Optional("arg-type")),
            _ => null,
        };

        TypeReference Required(string key) => Follow(node, key, place, reference);
        TypeReference? Optional(string key) => node[key] is null ? null : Follow(node, key, place, reference);
    }

    private static ObjectType ParseObject(string name, JsonNode node, Func<string, JsonNode, TypeReference> reference)
    {
        string place = $"the object '{name}'";
        SchemaMember[] members =
        [
            .. ItemsOf(node, "members", place)
                .Select(member => new SchemaMember(
                    TextOf(member, "name", $"a member of {place}"),
                    Follow(member, "type", $"a member of {place}", reference),
                    Optional: member["default"] is not null,
                    FeaturesOf(member),
                    member
                )),
        ];
        if (node["variants"] is null)
        {
            return new ObjectType(name, node, FeaturesOf(node), members, null, []);
        }

        string tag = TextOf(node, "tag", place);
        return new ObjectType(
            name,
            node,
            FeaturesOf(node),
            members,
            members.FirstOrDefault(member => member.Name == tag)
                ?? throw new BrokenEntityException(
                    $"{place} has the tag '{tag}', which is none of its members",
                    node["tag"]!
                ),
            [
                .. ItemsOf(node, "variants", place)
                    .Select(variant => new SchemaVariant(
                        TextOf(variant, "case", $"a variant of {place}"),
                        Follow(variant, "type", $"a variant of {place}", reference),
                        variant
                    )),
            ]
        );
    }

    private static EnumValue[] ValuesOf(JsonNode node, string place) =>
        node["members"] is not null
            ?
            [
                .. ItemsOf(node, "members", place)
                    .Select(member => new EnumValue(
                        TextOf(member, "name", $"a value of {place}"),
                        FeaturesOf(member),
                        member
                    )),
            ]
            :
            [
                .. ItemsOf(node, "values", place)
                    .Select(value => new EnumValue(Text(value, $"a value of {place}"), [], value)),
            ];

    private static BuiltinKind? BuiltinOf(string jsonType) =>
        jsonType switch
        {
            "string" => BuiltinKind.String,
            "int" => BuiltinKind.Int,
            "number" => BuiltinKind.Number,
            "boolean" => BuiltinKind.Bool,
            "null" => BuiltinKind.Null,
            "value" or "object" or "array" => BuiltinKind.Any,
            _ => null,
        };

    private static string[] FeaturesOf(JsonNode node) =>
        node["features"] is { } features
            ? [.. features.Items.Where(item => item.Kind == JsonKind.String).Select(item => item.Text)]
            : [];

    private static TypeReference Follow(
        JsonNode node,
        string key,
        string place,
        Func<string, JsonNode, TypeReference> reference
    ) => reference(TextOf(node, key, place), node[key]!);

    private static IReadOnlyList<JsonNode> ItemsOf(JsonNode node, string key, string place) =>
        node[key] is not { } list ? throw new BrokenEntityException($"{place} has no '{key}'", node)
        : list.Kind != JsonKind.Array ? throw new BrokenEntityException($"'{key}' of {place} is no array", list)
        : list.Items;

    private static string TextOf(JsonNode node, string key, string place) =>
        node[key] is { } text
            ? Text(text, $"'{key}' of {place}")
            : throw new BrokenEntityException($"{place} has no '{key}'", node);

    private static string Text(JsonNode node, string place) =>
        node.Kind == JsonKind.String ? node.Text : throw new BrokenEntityException($"{place} is no string", node);
}
