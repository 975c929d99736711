using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QmpGen.Generator.Json;

namespace QmpGen.Tool.Json;

/// <summary>Formats JSON as QEMU prints it, with a space after each comma and colon.</summary>
internal static class JsonFormatter
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentSize = 0,
        NewLine = "\n",
    };

    /// <summary>Formats a value with one line for each item of its outer levels.</summary>
    /// <remarks>Arrays below the root stay on one line.</remarks>
    /// <param name="depth">The number of levels to break into lines.</param>
    public static string FormatLines(JsonNode node, int depth)
    {
        StringBuilder text = new();
        AppendLines(text, node, depth);
        return text.Append('\n').ToString();
    }

    private static void AppendLines(StringBuilder text, JsonNode node, int depth)
    {
        if (depth == 0 || node is { Items.Count: 0, Members.Count: 0 })
        {
            text.Append(FormatLine(node));
            return;
        }

        bool isArray = node.Kind == JsonKind.Array;
        text.Append(isArray ? "[" : "{");
        string separator = "\n";
        foreach (JsonNode item in node.Items)
        {
            text.Append(separator);
            AppendLines(text, item, item.Kind == JsonKind.Object ? depth - 1 : 0);
            separator = ",\n";
        }

        foreach ((string name, JsonNode value) in node.Members)
        {
            text.Append(separator).Append(FormatLine(JsonNodes.CreateString(name))).Append(": ");
            AppendLines(text, value, value.Kind == JsonKind.Object ? depth - 1 : 0);
            separator = ",\n";
        }

        text.Append(isArray ? "\n]" : "\n}");
    }

    private static string FormatLine(JsonNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_options))
        {
            Write(writer, node);
        }

        // Utf8JsonWriter can only separate items by line breaks. Strings do not contain any, because it escapes them.
        return Encoding
            .UTF8.GetString(buffer.WrittenSpan)
            .Replace(",\n", ", ", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
    }

    private static void Write(Utf8JsonWriter writer, JsonNode node)
    {
        switch (node.Kind)
        {
            case JsonKind.Object:
                writer.WriteStartObject();
                foreach ((string name, JsonNode value) in node.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonKind.Array:
                writer.WriteStartArray();
                foreach (JsonNode item in node.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case JsonKind.Number:
                writer.WriteRawValue(node.Text);
                break;
            case JsonKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteBooleanValue(node.Kind == JsonKind.True);
                break;
        }
    }
}
