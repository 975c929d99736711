using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Reads the result of <c>query-qmp-schema</c>.</summary>
/// <remarks>Reading is tolerant: it ignores unknown entities, and an unknown type is any value.</remarks>
internal sealed class ServerSchemaReader
{
    // Real schemas have 0.2 MiB. A guest can control its QEMU, and reading takes much more memory than the text.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Dictionary<string, (JsonElement Entity, TypeNode Type)> _types = new(StringComparer.Ordinal);
    private readonly JsonElement _entities;

    private ServerSchemaReader(JsonElement entities)
    {
        _entities = entities;
        foreach (JsonElement entity in entities.EnumerateArray())
        {
            if (CreateType(entity) is { } type)
            {
                _types.TryAdd(GetText(entity, "name"), (entity, type));
            }
        }
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="QmpProtocolException">The result is not a schema, or is too large.</exception>
    public static SchemaGraph Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new QmpProtocolException(
                $"The schema of the server has {json.Length} bytes, more than the limit of {MaxBytes}. "
                    + "Set QmpClientOptions.LoadSchema to false to connect without it."
            );
        }

        try
        {
            using JsonDocument document = JsonValidator.ParseDocument(json);
            return new ServerSchemaReader(document.RootElement).ReadGraph();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new QmpProtocolException(
                "The result of 'query-qmp-schema' is not a schema. Check that the peer is QEMU.",
                e
            );
        }
    }

    private SchemaGraph ReadGraph()
    {
        foreach ((JsonElement entity, TypeNode type) in _types.Values)
        {
            Fill(type, entity);
        }

        return new SchemaGraph(
            [.. EntitiesOf("command").Select(ReadCommand)],
            [.. EntitiesOf("event").Select(ReadEvent)],
            [.. _types.Values.Select(pair => pair.Type).Where(type => type is not (BuiltinNode or ListNode))]
        );
    }

    private IEnumerable<JsonElement> EntitiesOf(string metaType) =>
        _entities.EnumerateArray().Where(entity => GetText(entity, "meta-type") == metaType);

    private static TypeNode? CreateType(JsonElement entity) =>
        GetText(entity, "meta-type") switch
        {
            "builtin" => new BuiltinNode(GetText(entity, "json-type")),
            "array" => new ListNode(),
            "enum" => new EnumNode("") { Features = ReadFeatures(entity) },
            "object" => new ObjectNode("") { Features = ReadFeatures(entity) },
            "alternate" => new AlternateNode("") { Features = ReadFeatures(entity) },
            _ => null,
        };

    private void Fill(TypeNode type, JsonElement entity)
    {
        switch (type)
        {
            case ListNode item:
                item.Item = FindType(GetText(entity, "element-type"));
                break;
            case EnumNode item:
                item.Values = [.. ReadValues(entity)];
                break;
            case AlternateNode item:
                item.Branches = [.. ReadList(entity, "members").Select(member => FindType(GetText(member, "type")))];
                break;
            case ObjectNode item:
                item.Members = [.. ReadList(entity, "members").Select(ReadMember)];
                item.Tag = entity.TryGetProperty("tag", out JsonElement tag) ? GetText(tag) : null;
                item.Cases = [.. ReadList(entity, "variants").Select(ReadCase)];
                break;
        }
    }

    /// <summary>Reads the values of an enum, which <c>members</c> describes as of QEMU 6.2.</summary>
    private static IEnumerable<ValueNode> ReadValues(JsonElement entity) =>
        entity.TryGetProperty("members", out JsonElement members)
            ? members
                .EnumerateArray()
                .Select(member => new ValueNode(GetText(member, "name")) { Features = ReadFeatures(member) })
            : ReadList(entity, "values").Select(value => new ValueNode(GetText(value)));

    // The presence of 'default', whose value is always null, means optional.
    private MemberNode ReadMember(JsonElement member) =>
        new(
            GetText(member, "name"),
            FindType(GetText(member, "type")),
            optional: member.TryGetProperty("default", out _)
        )
        {
            Features = ReadFeatures(member),
        };

    private CaseNode ReadCase(JsonElement variant) =>
        new(GetText(variant, "case"), branchName: "", FindType(GetText(variant, "type")) as ObjectNode);

    private CommandNode ReadCommand(JsonElement entity) =>
        new(GetText(entity, "name"), typeName: "")
        {
            Arguments = FindType(GetText(entity, "arg-type")),
            Result = FindType(GetText(entity, "ret-type")),
            AllowsOutOfBand = entity.TryGetProperty("allow-oob", out JsonElement allowed) && allowed.GetBoolean(),
            Features = ReadFeatures(entity),
        };

    private EventNode ReadEvent(JsonElement entity) =>
        new(GetText(entity, "name"), typeName: "")
        {
            Data = FindType(GetText(entity, "arg-type")),
            Features = ReadFeatures(entity),
        };

    private TypeNode FindType(string name) =>
        _types.TryGetValue(name, out (JsonElement, TypeNode Type) found) ? found.Type : BuiltinNode.Any;

    private static IReadOnlyList<string> ReadFeatures(JsonElement entity) =>
        [.. ReadList(entity, "features").Select(GetText)];

    private static IEnumerable<JsonElement> ReadList(JsonElement entity, string name) =>
        entity.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : [];

    private static string GetText(JsonElement entity, string name) => GetText(entity.GetProperty(name));

    private static string GetText(JsonElement text) =>
        text.GetString() ?? throw new JsonException("A name in the schema is null.");
}
