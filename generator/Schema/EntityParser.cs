using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>Parses one JSON object of the dump.</summary>
/// <remarks>
/// <c>since</c>, <c>width</c>, <c>ret-width</c> and <c>success-response</c> are extensions of QmpGen: they occur only
/// in dumps that <c>qmpgen introspect</c> creates from QEMU's source.
/// </remarks>
internal static class EntityParser
{
    /// <summary>Reads the name of an entity.</summary>
    /// <exception cref="InputException">The entity does not have a name.</exception>
    public static string ParseName(JsonNode node) => Text(node, "name", "the entity");

    /// <summary>Parses an entity.</summary>
    /// <param name="createReference">Creates a reference to another type.</param>
    /// <returns>Null if the meta-type, or the JSON type of a builtin, is unknown.</returns>
    /// <exception cref="InputException">The entity lacks something that its meta-type requires.</exception>
    public static SchemaEntity? Parse(
        string name,
        JsonNode node,
        Func<string, SourceSpan, TypeReference> createReference
    )
    {
        string owner = $"the entity '{name}'";
        SourceSpan span = node["name"]!.Span;
        return Text(node, "meta-type", owner) switch
        {
            "builtin" => ParseBuiltinKind(Text(node, "json-type", owner)) is { } kind
                ? new BuiltinType(name, span, kind)
                : null,
            "enum" => new EnumType(name, span, Features(node), Since(node), ParseValues(node, owner)),
            "array" => new ArrayType(name, span, Required("element-type")),
            "object" => ParseObject(name, node, createReference),
            "alternate" => new AlternateType(
                name,
                span,
                Features(node),
                Since(node),
                [
                    .. Items(node, "members", owner)
                        .Select(member => new SchemaBranch(
                            Reference(member, "type", owner, createReference),
                            OptionalText(member, "width")
                        )),
                ]
            ),
            "command" => new SchemaCommand(
                name,
                span,
                Features(node),
                Since(node),
                Optional("arg-type"),
                Optional("ret-type"),
                OptionalText(node, "ret-width"),
                AllowOob: node["allow-oob"]?.Kind == JsonKind.True,
                HasSuccessResponse: node["success-response"]?.Kind != JsonKind.False
            ),
            "event" => new SchemaEvent(name, span, Features(node), Since(node), Optional("arg-type")),
            _ => null,
        };

        TypeReference Required(string key) => Reference(node, key, owner, createReference);
        TypeReference? Optional(string key) => node[key] is null ? null : Reference(node, key, owner, createReference);
    }

    private static ObjectType ParseObject(
        string name,
        JsonNode node,
        Func<string, SourceSpan, TypeReference> createReference
    )
    {
        string owner = $"the object '{name}'";
        SourceSpan span = node["name"]!.Span;
        SchemaMember[] members =
        [
            .. Items(node, "members", owner).Select(member => ParseMember(member, owner, createReference)),
        ];
        if (node["variants"] is null)
        {
            return new ObjectType(name, span, Features(node), Since(node), members, null, []);
        }

        string tag = Text(node, "tag", owner);
        return new ObjectType(
            name,
            span,
            Features(node),
            Since(node),
            members,
            members.FirstOrDefault(member => member.Name == tag)
                ?? throw new InputException(node["tag"]!.Span, $"the tag '{tag}' of {owner} is not one of its members"),
            [
                .. Items(node, "variants", owner)
                    .Select(variant => new SchemaVariant(
                        Text(variant, "case", $"a variant of {owner}"),
                        variant.Span,
                        Reference(variant, "type", $"a variant of {owner}", createReference)
                    )),
            ]
        );
    }

    private static SchemaMember ParseMember(
        JsonNode node,
        string owner,
        Func<string, SourceSpan, TypeReference> createReference
    ) =>
        new(
            Text(node, "name", $"a member of {owner}"),
            node["name"]!.Span,
            Reference(node, "type", $"a member of {owner}", createReference),
            OptionalText(node, "width"),
            Optional: node["default"] is not null,
            Features(node),
            Since(node)
        );

    private static EnumValue[] ParseValues(JsonNode node, string owner) =>
        node["members"] is not null
            ?
            [
                .. Items(node, "members", owner)
                    .Select(member => new EnumValue(
                        Text(member, "name", $"a value of {owner}"),
                        member["name"]!.Span,
                        Features(member),
                        Since(member)
                    )),
            ]
            :
            [
                .. Items(node, "values", owner)
                    .Select(value => new EnumValue(Text(value, $"a value of {owner}"), value.Span, [], null)),
            ];

    private static BuiltinKind? ParseBuiltinKind(string jsonType) =>
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

    private static string[] Features(JsonNode node) =>
        node["features"] is { } features
            ? [.. features.Items.Where(item => item.Kind == JsonKind.String).Select(item => item.Text)]
            : [];

    private static string? Since(JsonNode node) => OptionalText(node, "since");

    private static TypeReference Reference(
        JsonNode node,
        string key,
        string owner,
        Func<string, SourceSpan, TypeReference> createReference
    ) => createReference(Text(node, key, owner), node[key]!.Span);

    private static IReadOnlyList<JsonNode> Items(JsonNode node, string key, string owner) =>
        node[key] is not { } list ? throw Missing(node, key, owner)
        : list.Kind != JsonKind.Array ? throw new InputException(list.Span, $"'{key}' of {owner} is not an array")
        : list.Items;

    private static string Text(JsonNode node, string key, string owner) =>
        node[key] is { } text ? Text(text, $"'{key}' of {owner}") : throw Missing(node, key, owner);

    private static string Text(JsonNode node, string subject) =>
        node.Kind == JsonKind.String ? node.Text : throw new InputException(node.Span, $"{subject} is not a string");

    private static string? OptionalText(JsonNode node, string key) =>
        node[key] is { Kind: JsonKind.String, Text.Length: > 0 } text ? text.Text : null;

    private static InputException Missing(JsonNode node, string key, string owner) =>
        new(node.Span, $"{owner} does not have a '{key}'");
}
