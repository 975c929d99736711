using System.Buffers;
using System.Globalization;
using System.Text;

namespace QmpGen.Testing.Wire;

/// <summary>Decodes the strings of a request as JSON text, and rejects the same strings as QEMU.</summary>
/// <remarks>QEMU rejects lone surrogates and the noncharacters of Unicode since 3.1. The text is UTF-8, and contains
/// only the escape sequences that JSON requires.</remarks>
internal static class RequestStringDecoder
{
    /// <summary>Decodes a string token.</summary>
    /// <param name="token">The token with its quotes.</param>
    /// <param name="output">Receives the text without quotes.</param>
    /// <exception cref="RequestSyntaxException">An escape sequence or a byte is invalid in JSON.</exception>
    public static void Decode(ReadOnlySpan<byte> token, ByteBuffer output)
    {
        ReadOnlySpan<byte> rest = token[1..^1];
        while (!(rest = rest[AppendPlain(rest, output)..]).IsEmpty)
        {
            if (rest[0] == '\\')
            {
                rest = rest[DecodeEscape(rest, token[^1], output)..];
                continue;
            }

            if (
                Rune.DecodeFromUtf8(rest, out Rune rune, out int length) != OperationStatus.Done
                || Noncharacters.Contains(rune.Value)
            )
            {
                throw new RequestSyntaxException("invalid UTF-8 sequence in string");
            }

            Append(rune, output);
            rest = rest[length..];
        }
    }

    /// <summary>Decodes a string token as QEMU before 3.1 does.</summary>
    /// <remarks>It decodes each half of a surrogate pair separately and keeps invalid text. Its replies contain U+FFFD
    /// instead, and so does this text. U+0000 is lost.</remarks>
    /// <param name="token">The token with its quotes. Its escape sequences are complete.</param>
    /// <param name="output">Receives the text without quotes.</param>
    public static void DecodeLeniently(ReadOnlySpan<byte> token, ByteBuffer output)
    {
        ReadOnlySpan<byte> rest = token[1..^1];
        while (!(rest = rest[AppendPlain(rest, output)..]).IsEmpty)
        {
            if (rest[0] != '\\')
            {
                _ = Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
                Append(Noncharacters.Contains(rune.Value) ? Rune.ReplacementChar : rune, output);
                rest = rest[length..];
            }
            else if (ParseHexadecimal(rest) is >= 0 and int code)
            {
                bool isInvalid = !Rune.IsValid(code) || Noncharacters.Contains(code);
                if (code != 0)
                {
                    Append(isInvalid ? Rune.ReplacementChar : new Rune(code), output);
                }

                rest = rest[6..];
            }
            else
            {
                rest = rest[DecodeEscape(rest, token[^1], output)..];
            }
        }
    }

    /// <summary>Appends the bytes that stand for themselves.</summary>
    /// <returns>Their number.</returns>
    private static int AppendPlain(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        int length = text.IndexOfAnyExcept(ValuePrinter.PlainBytes) is >= 0 and int index ? index : text.Length;
        output.Append(text[..length]);
        return length;
    }

    private static void Append(Rune rune, ByteBuffer output)
    {
        Span<byte> bytes = stackalloc byte[6];
        int length = rune.Value switch
        {
            '"' => Encoding.ASCII.GetBytes("\\\"", bytes),
            '\\' => Encoding.ASCII.GetBytes(@"\\", bytes),
            '\b' => Encoding.ASCII.GetBytes("\\b", bytes),
            '\f' => Encoding.ASCII.GetBytes("\\f", bytes),
            '\n' => Encoding.ASCII.GetBytes("\\n", bytes),
            '\r' => Encoding.ASCII.GetBytes("\\r", bytes),
            '\t' => Encoding.ASCII.GetBytes("\\t", bytes),
            < ' ' => Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}", bytes),
            _ => rune.EncodeToUtf8(bytes),
        };
        output.Append(bytes[..length]);
    }

    /// <summary>Decodes an escape sequence.</summary>
    /// <returns>The length of the sequence.</returns>
    private static int DecodeEscape(ReadOnlySpan<byte> rest, byte quote, ByteBuffer output)
    {
        char? simple = (char)rest[1] switch
        {
            '"' or '\'' or '\\' or '/' => (char)rest[1],
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => null,
            _ => throw new RequestSyntaxException("invalid escape sequence in string"),
        };
        if (simple is { } character)
        {
            Append(new Rune(character), output);
            return 2;
        }

        return DecodeCodePoint(rest, quote, output);
    }

    private static int DecodeCodePoint(ReadOnlySpan<byte> rest, byte quote, ByteBuffer output)
    {
        int code = ParseHexadecimal(rest);
        int length = 6;
        if (code is >= 0xD800 and < 0xDC00 && ParseHexadecimal(rest[6..]) is >= 0xDC00 and < 0xE000 and int low)
        {
            code = char.ConvertToUtf32((char)code, (char)low);
            length = 12;
        }

        if (!Rune.IsValid(code) || Noncharacters.Contains(code))
        {
            // QEMU prints six bytes even if the string ends earlier, so its closing quote can be among them.
            string shown =
                rest.Length < 6 ? Encoding.UTF8.GetString([.. rest, quote]) : Encoding.UTF8.GetString(rest[..6]);
            throw new RequestSyntaxException($"{shown} is not a valid Unicode character");
        }

        Append(new Rune(code), output);
        return length;
    }

    /// <summary>Parses an escape sequence <c>\uXXXX</c>.</summary>
    /// <returns>The number, or -1 if the text does not start with such a sequence.</returns>
    private static int ParseHexadecimal(ReadOnlySpan<byte> text) =>
        text.Length >= 6
        && text[0] == '\\'
        && text[1] == 'u'
        && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
            ? code
            : -1;
}
