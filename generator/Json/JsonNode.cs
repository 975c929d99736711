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

/// <summary>A JSON value that knows where it stands in the text.</summary>
internal sealed class JsonNode(JsonKind kind, int start)
{
    public JsonKind Kind { get; } = kind;

    /// <summary>The position of the first character.</summary>
    public int Start { get; } = start;

    /// <summary>The position after the last character.</summary>
    public int End { get; set; }

    /// <summary>The decoded text of a string, the notation of a number.</summary>
    public string Text { get; init; } = "";

    /// <summary>An object's members in the order of the text.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode>> Members { get; init; } = [];

    /// <summary>An array's items.</summary>
    public IReadOnlyList<JsonNode> Items { get; init; } = [];

    /// <summary>An object's member, or null.</summary>
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

/// <summary>The text is not JSON.</summary>
internal sealed class JsonSyntaxException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
