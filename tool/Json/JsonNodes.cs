using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;

namespace QmpGen.Tool.Json;

/// <summary>Creates JSON values.</summary>
internal static class JsonNodes
{
    private static readonly SourceSpan s_span = SourceSpan.FromFile("");

    public static JsonNode Null { get; } = new(JsonKind.Null, s_span);

    public static JsonNode True { get; } = new(JsonKind.True, s_span);

    public static JsonNode False { get; } = new(JsonKind.False, s_span);

    public static JsonNode CreateString(string text) => new(JsonKind.String, s_span) { Text = text };

    public static JsonNode CreateArray(IEnumerable<JsonNode> items) =>
        new(JsonKind.Array, s_span) { Items = [.. items] };

    /// <summary>Creates an object. Members without a value are omitted.</summary>
    public static JsonNode CreateObject(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(JsonKind.Object, s_span)
        {
            Members =
            [
                .. members
                    .Where(member => member.Value is not null)
                    .Select(member => KeyValuePair.Create(member.Name, member.Value!)),
            ],
        };
}
