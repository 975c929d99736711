using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace QmpGen.CodeGeneration;

/// <summary>Reads names and strings that can be invalid Unicode, without exceptions.</summary>
/// <remarks>A peer can send such text at will, and an exception costs as much as some thousand bytes.</remarks>
internal static class Utf8JsonReaderExtensions
{
    // \uXXXX
    private const int MaxEscapeLength = 6;

    // Names in a schema have at most 256 characters.
    private const int MaxEscapedNameLength = 256 * MaxEscapeLength;

    /// <summary>Determines whether the current name or string equals a text.</summary>
    /// <returns><see langword="false"/> if the current value is not valid Unicode.</returns>
    public static bool Is(this ref readonly Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> value = json.ValueSpan;
        return json.ValueIsEscaped
            ? value.Length <= MaxEscapeLength * text.Length && HasPairedSurrogates(value) && json.ValueTextEquals(text)
            : value.SequenceEqual(text);
    }

    /// <summary>Finds the current name or string in a list of names.</summary>
    /// <returns>The index, or -1 if the list does not contain it.</returns>
    public static int FindIn(this ref readonly Utf8JsonReader json, NameTable names)
    {
        if (!json.ValueIsEscaped)
        {
            return names.IndexOf(json.ValueSpan);
        }

        if (json.ValueSpan.Length > MaxEscapedNameLength || !IsValidText(json.ValueSpan))
        {
            return -1;
        }

        Span<byte> text = stackalloc byte[MaxEscapedNameLength];
        return names.IndexOf(text[..json.CopyString(text)]);
    }

    /// <summary>Reads the current string, with U+FFFD in place of invalid UTF-8.</summary>
    /// <returns>The string, or its JSON text if it contains the escape sequence of a lone surrogate.</returns>
    public static string GetTextOrJson(this ref readonly Utf8JsonReader json)
    {
        ReadOnlySpan<byte> value = json.ValueSpan;
        return json.ValueIsEscaped && IsValidText(value) ? json.GetString()! : Encoding.UTF8.GetString(value);
    }

    private static bool IsValidText(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && HasPairedSurrogates(json);

    /// <summary>Determines whether the escape sequences of surrogates come in pairs.</summary>
    /// <param name="json">The text of a valid JSON string.</param>
    private static bool HasPairedSurrogates(ReadOnlySpan<byte> json)
    {
        bool isAfterHigh = false;
        for (int length; !json.IsEmpty; json = json[length..])
        {
            char unit = ReadEscapedUnit(json, out length);
            if (char.IsLowSurrogate(unit) != isAfterHigh)
            {
                return false;
            }

            isAfterHigh = char.IsHighSurrogate(unit);
        }

        return !isAfterHigh;
    }

    /// <summary>Reads the UTF-16 unit of an escape sequence, or U+0000 for anything else.</summary>
    private static char ReadEscapedUnit(ReadOnlySpan<byte> json, out int length)
    {
        length =
            json[0] != '\\' ? 1
            : json[1] != 'u' ? 2
            : MaxEscapeLength;
        return length == MaxEscapeLength
            ? (char)ushort.Parse(json[2..MaxEscapeLength], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : '\0';
    }
}
