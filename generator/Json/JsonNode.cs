using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Json;

internal enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>A JSON value with its place in the file.</summary>
internal sealed class JsonNode(JsonKind kind, SourceSpan span)
{
    public JsonKind Kind => kind;

    public SourceSpan Span => span;

    /// <summary>The decoded text of a string, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    /// <summary>An object's members in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode>> Members { get; init; } = [];

    /// <summary>An array's items.</summary>
    public IReadOnlyList<JsonNode> Items { get; init; } = [];

    /// <summary>The value of an object's member, or null.</summary>
    public JsonNode? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, JsonNode> member in Members)
            {
                if (member.Key == name)
                {
                    return member.Value;
                }
            }

            return null;
        }
    }
}
