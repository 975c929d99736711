using QmpGen.Generator.Json;

namespace QmpGen.Tool.Json;

/// <summary>Creates JSON values.</summary>
internal static class JsonNodes
{
    public static JsonNode Null { get; } = new(JsonKind.Null, 0);

    public static JsonNode True { get; } = new(JsonKind.True, 0);

    public static JsonNode False { get; } = new(JsonKind.False, 0);

    public static JsonNode CreateString(string text) => new(JsonKind.String, 0) { Text = text };

    public static JsonNode CreateArray(IEnumerable<JsonNode> items) => new(JsonKind.Array, 0) { Items = [.. items] };

    /// <summary>Creates an object. Members without a value are omitted.</summary>
    public static JsonNode CreateObject(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(JsonKind.Object, 0)
        {
            Members =
            [
                .. members
                    .Where(member => member.Value is not null)
                    .Select(member => KeyValuePair.Create(member.Name, member.Value!)),
            ],
        };
}
