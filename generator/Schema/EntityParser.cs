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
    public static string ParseName(JsonNode node) => GetText(node, "name", "the entity");

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
        CheckName(node["name"]!, "the name of the entity");
        string owner = $"the entity '{name}'";
        SourceSpan span = node["name"]!.Span;
        return GetText(node, "meta-type", owner) switch
        {
            "builtin" => ParseBuiltinKind(GetText(node, "json-type", owner)) is { } kind
                ? new BuiltinType(name, span, kind)
                : null,
            "enum" => new EnumType(
                name,
                span,
                ParseFeatures(node, owner),
                ParseSince(node, owner),
                ParseValues(node, owner)
            ),
            "array" => new ArrayType(name, span, Required("element-type")),
            "object" => ParseObject(name, node, createReference),
            "alternate" => new AlternateType(
                name,
                span,
                ParseFeatures(node, owner),
                ParseSince(node, owner),
                [
                    .. GetItems(node, "members", owner)
                        .Select(member => new SchemaBranch(
                            ParseReference(member, "type", owner, createReference),
                            FindText(member, "width")
                        )),
                ]
            ),
            "command" => new SchemaCommand(
                name,
                span,
                ParseFeatures(node, owner),
                ParseSince(node, owner),
                Optional("arg-type"),
                Optional("ret-type"),
                FindText(node, "ret-width"),
                AllowOob: node["allow-oob"]?.Kind == JsonKind.True,
                HasSuccessResponse: node["success-response"]?.Kind != JsonKind.False
            ),
            "event" => new SchemaEvent(
                name,
                span,
                ParseFeatures(node, owner),
                ParseSince(node, owner),
                Optional("arg-type")
            ),
            _ => null,
        };

        TypeReference Required(string key) => ParseReference(node, key, owner, createReference);
        TypeReference? Optional(string key) =>
            node[key] is null ? null : ParseReference(node, key, owner, createReference);
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
            .. GetItems(node, "members", owner).Select(member => ParseMember(member, owner, createReference)),
        ];
        if (node["variants"] is null)
        {
            return new ObjectType(name, span, ParseFeatures(node, owner), ParseSince(node, owner), members, null, []);
        }

        string tag = GetName(node, "tag", owner);
        return new ObjectType(
            name,
            span,
            ParseFeatures(node, owner),
            ParseSince(node, owner),
            members,
            members.FirstOrDefault(member => member.Name == tag)
                ?? throw new InputException(node["tag"]!.Span, $"the tag '{tag}' of {owner} is not one of its members"),
            [
                .. GetItems(node, "variants", owner)
                    .Select(variant => new SchemaVariant(
                        GetName(variant, "case", $"a variant of {owner}"),
                        variant.Span,
                        ParseReference(variant, "type", $"a variant of {owner}", createReference)
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
            GetName(node, "name", $"a member of {owner}"),
            node["name"]!.Span,
            ParseReference(node, "type", $"a member of {owner}", createReference),
            FindText(node, "width"),
            Optional: node["default"] is not null,
            ParseFeatures(node, owner),
            ParseSince(node, owner)
        );

    private static EnumValue[] ParseValues(JsonNode node, string owner) =>
        node["members"] is not null
            ?
            [
                .. GetItems(node, "members", owner)
                    .Select(member => new EnumValue(
                        GetName(member, "name", $"a value of {owner}"),
                        member["name"]!.Span,
                        ParseFeatures(member, owner),
                        ParseSince(member, owner)
                    )),
            ]
            :
            [
                .. GetItems(node, "values", owner)
                    .Select(value => new EnumValue(GetName(value, $"a value of {owner}"), value.Span, [], null)),
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

    private static string[] ParseFeatures(JsonNode node, string owner) =>
        node["features"] is { } features
            ?
            [
                .. features
                    .Items.Where(item => item.Kind == JsonKind.String)
                    .Select(item => GetName(item, $"a feature of {owner}")),
            ]
            : [];

    private static string? ParseSince(JsonNode node, string owner) =>
        FindText(node, "since") is null ? null : GetName(node, "since", owner);

    private static TypeReference ParseReference(
        JsonNode node,
        string key,
        string owner,
        Func<string, SourceSpan, TypeReference> createReference
    ) => createReference(GetText(node, key, owner), node[key]!.Span);

    private static IReadOnlyList<JsonNode> GetItems(JsonNode node, string key, string owner) =>
        node[key] is not { } list ? throw CreateMissing(node, key, owner)
        : list.Kind != JsonKind.Array ? throw new InputException(list.Span, $"'{key}' of {owner} is not an array")
        : list.Items;

    private static string GetText(JsonNode node, string key, string owner) =>
        node[key] is { } text ? GetText(text, $"'{key}' of {owner}") : throw CreateMissing(node, key, owner);

    private static string GetText(JsonNode node, string subject) =>
        node.Kind == JsonKind.String ? node.Text : throw new InputException(node.Span, $"{subject} is not a string");

    private static string GetName(JsonNode node, string key, string owner)
    {
        string name = GetText(node, key, owner);
        CheckName(node[key]!, $"'{key}' of {owner}");
        return name;
    }

    private static string GetName(JsonNode node, string subject)
    {
        string name = GetText(node, subject);
        CheckName(node, subject);
        return name;
    }

    private static void CheckName(JsonNode node, string subject)
    {
        if (NameRules.FindViolation(node.Text) is { } violation)
        {
            throw new InputException(node.Span, $"{subject}, '{NameRules.Format(node.Text)}', {violation}");
        }
    }

    private static string? FindText(JsonNode node, string key) =>
        node[key] is { Kind: JsonKind.String, Text.Length: > 0 } text ? text.Text : null;

    private static InputException CreateMissing(JsonNode node, string key, string owner) =>
        new(node.Span, $"{owner} does not have a '{key}'");
}
