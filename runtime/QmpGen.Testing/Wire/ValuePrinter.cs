using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Prints values as QEMU does: a space after each colon and comma, and ASCII only.</summary>
internal static class ValuePrinter
{
    /// <summary>The bytes that stand for themselves in a string.</summary>
    public static SearchValues<byte> PlainBytes { get; } =
        SearchValues.Create([
            .. Enumerable.Range(' ', 0x7F - ' ').Select(value => (byte)value).Except("\"\\"u8.ToArray()),
        ]);

    /// <summary>Appends a value.</summary>
    /// <exception cref="InvalidOperationException">A string in the value is not valid Unicode.</exception>
    public static void AppendValue(ByteBuffer output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendAll(output, '{', value.EnumerateObject(), AppendMember, '}');
                break;
            case JsonValueKind.Array:
                AppendAll(output, '[', value.EnumerateArray(), AppendValue, ']');
                break;
            case JsonValueKind.String:
                AppendString(output, value);
                break;
            case JsonValueKind.Number:
                AppendNumber(output, value);
                break;
            default:
                output.Append(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    /// <summary>Appends a string with quotes.</summary>
    public static void AppendText(ByteBuffer output, ReadOnlySpan<char> text)
    {
        output.Append((byte)'"');
        foreach (char c in text)
        {
            AppendCharacter(output, c);
        }

        output.Append((byte)'"');
    }

    private static void AppendMember(ByteBuffer output, JsonProperty member)
    {
        AppendText(output, member.Name);
        output.Append(": "u8);
        AppendValue(output, member.Value);
    }

    private static void AppendAll<T>(
        ByteBuffer output,
        char open,
        IEnumerable<T> items,
        Action<ByteBuffer, T> append,
        char close
    )
    {
        bool isFirst = true;
        output.Append((byte)open);
        foreach (T item in items)
        {
            output.Append(isFirst ? ""u8 : ", "u8);
            append(output, item);
            isFirst = false;
        }

        output.Append((byte)close);
    }

    /// <summary>Appends a string without decoding it as a whole, because it can be large.</summary>
    private static void AppendString(ByteBuffer output, JsonElement value)
    {
        ReadOnlySpan<byte> rest = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        output.Append((byte)'"');
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAnyExcept(PlainBytes) is >= 0 and int index ? index : rest.Length;
            output.Append(rest[..plain]);
            rest = rest[plain..];
            int length = 0;
            if (!rest.IsEmpty && !TryAppendCharacter(output, rest, out length))
            {
                // Throws the exception for invalid text.
                _ = value.GetString();
            }

            rest = rest[length..];
        }

        output.Append((byte)'"');
    }

    /// <summary>Appends the first character, which can be an escape sequence.</summary>
    /// <param name="length">The number of bytes of the character.</param>
    private static bool TryAppendCharacter(ByteBuffer output, ReadOnlySpan<byte> text, out int length)
    {
        Rune rune;
        if (text[0] != '\\')
        {
            bool isValid = Rune.DecodeFromUtf8(text, out rune, out length) == OperationStatus.Done;
            AppendRune(output, rune);
            return isValid;
        }

        if (text[1] == 'u')
        {
            char first = ParseCodeUnit(text);
            bool isPair = char.IsHighSurrogate(first) && text[6..].StartsWith("\\u"u8);
            length = isPair ? 12 : 6;
            bool isValid = isPair
                ? Rune.TryCreate(first, ParseCodeUnit(text[6..]), out rune)
                : Rune.TryCreate(first, out rune);
            AppendRune(output, rune);
            return isValid;
        }

        length = 2;
        AppendCharacter(
            output,
            (char)text[1] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var other => other,
            }
        );
        return true;
    }

    private static char ParseCodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void AppendRune(ByteBuffer output, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            AppendCharacter(output, unit);
        }
    }

    private static void AppendCharacter(ByteBuffer output, char c)
    {
        ReadOnlySpan<byte> escape = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => [],
        };
        if (!escape.IsEmpty)
        {
            output.Append(escape);
        }
        else if (c is < ' ' or >= '\x7F')
        {
            Span<byte> code = stackalloc byte[4];
            _ = ((int)c).TryFormat(code, out _, "X4", CultureInfo.InvariantCulture);
            output.Append("\\u"u8);
            output.Append(code);
        }
        else
        {
            output.Append((byte)c);
        }
    }

    /// <summary>Appends a number as QEMU does: an integer if it fits 64 bits, otherwise a double with 17
    /// digits.</summary>
    private static void AppendNumber(ByteBuffer output, JsonElement value)
    {
        bool isInteger = !JsonMarshal.GetRawUtf8Value(value).ContainsAny(".eE"u8);
        string text =
            isInteger && value.TryGetInt64(out long integer) ? integer.ToString(CultureInfo.InvariantCulture)
            : isInteger && value.TryGetUInt64(out ulong large) ? large.ToString(CultureInfo.InvariantCulture)
            // QEMU's format is "%.17g".
            : value.GetDouble().ToString("G17", CultureInfo.InvariantCulture).Replace('E', 'e');
        output.Append(Encoding.ASCII.GetBytes(text));
    }
}
