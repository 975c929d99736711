using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Compares names and strings with known text.</summary>
internal static class Utf8JsonReaderExtensions
{
    private const int UnicodeEscapeLength = 6;

    /// <summary>Determines whether the current name or string equals a text.</summary>
    /// <returns><see langword="false"/> if the current value is not valid Unicode.</returns>
    public static bool Is(this ref readonly Utf8JsonReader json, ReadOnlySpan<byte> text) =>
        json.ValueIsEscaped ? IsEscaped(json.ValueSpan, text) : json.ValueSpan.SequenceEqual(text);

    /// <summary>Determines whether a string with valid escapes equals a text.</summary>
    /// <remarks><see cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/> throws for lone surrogates. A peer can
    /// send many of them, and exceptions are slow.</remarks>
    private static bool IsEscaped(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text)
    {
        Span<byte> character = stackalloc byte[4];
        while (!json.IsEmpty)
        {
            (int read, int written) = Unescape(json, character);
            if (written == 0 || !text.StartsWith(character[..written]))
            {
                return false;
            }

            json = json[read..];
            text = text[written..];
        }

        return text.IsEmpty;
    }

    /// <summary>Copies the first byte, or the character of the escape that starts there.</summary>
    /// <returns>The number of bytes; <c>Written</c> is 0 for a lone surrogate.</returns>
    private static (int Read, int Written) Unescape(ReadOnlySpan<byte> json, Span<byte> character)
    {
        bool isEscape = json[0] == (byte)'\\';
        if (isEscape && json[1] == (byte)'u')
        {
            return UnescapeUnicode(json, character);
        }

        character[0] = !isEscape
            ? json[0]
            : json[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var other => other,
            };
        return (isEscape ? 2 : 1, 1);
    }

    private static (int Read, int Written) UnescapeUnicode(ReadOnlySpan<byte> json, Span<byte> character)
    {
        char unit = ReadUnit(json);
        if (Rune.TryCreate(unit, out Rune rune))
        {
            return (UnicodeEscapeLength, rune.EncodeToUtf8(character));
        }

        ReadOnlySpan<byte> next = json[UnicodeEscapeLength..];
        return next.StartsWith("\\u"u8) && Rune.TryCreate(unit, ReadUnit(next), out rune)
            ? (2 * UnicodeEscapeLength, rune.EncodeToUtf8(character))
            : default;
    }

    private static char ReadUnit(ReadOnlySpan<byte> escape)
    {
        _ = Utf8Parser.TryParse(escape[2..UnicodeEscapeLength], out ushort unit, out _, 'x');
        return (char)unit;
    }
}
