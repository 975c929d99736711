using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Compares names and strings with known text.</summary>
internal static class Utf8JsonReaderExtensions
{
    /// <summary>Determines whether the current name or string equals a text.</summary>
    /// <returns><see langword="false"/> if the current value is not valid Unicode.</returns>
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
