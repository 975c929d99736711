using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Compares the texts of a message.</summary>
internal static class WireText
{
    /// <summary>Whether the name or string at which a reader stands is this text. One that is not valid Unicode is no
    /// text of ours.</summary>
    public static bool Is(this ref readonly Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan.SequenceEqual(text);
        }

        try
        {
            return json.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
