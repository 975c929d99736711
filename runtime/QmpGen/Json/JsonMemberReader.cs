using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Reads the members of a JSON object without validating their values.</summary>
/// <remarks>Most values of a message are read later or not at all, and validating them takes longer than finding their
/// ends.</remarks>
internal ref struct JsonMemberReader
{
    private static readonly SearchValues<byte> s_scalarEnds = SearchValues.Create(",:]} \t\r\n"u8);

    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _name;
    private bool _isFirst = true;

    /// <summary>Initializes a reader before the first member.</summary>
    /// <param name="json">The object. If it is another value, it is malformed.</param>
    public JsonMemberReader(ReadOnlySpan<byte> json)
    {
        _rest = json;
        IsMalformed = !TrySkip((byte)'{');
    }

    /// <summary>Whether the object is malformed outside the values.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The JSON of the value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value, or null if it is not an integer.</summary>
    public readonly long? Integer =>
        Utf8Parser.TryParse(Value, out long number, out int length) && length == Value.Length && IsPlainNumber
            ? number
            : null;

    /// <summary>The value, with U+FFFD in place of invalid UTF-8, or null if it is not a string.</summary>
    /// <remarks>The JSON text if it contains an invalid escape sequence.</remarks>
    public readonly string? Text
    {
        get
        {
            if (Value[0] != (byte)'"')
            {
                return null;
            }

            ReadOnlySpan<byte> text = Value[1..^1];
            return text.Contains((byte)'\\') ? Unescape(Value) : Encoding.UTF8.GetString(text);
        }
    }

    // JSON allows neither a plus sign nor leading zeros.
    private readonly bool IsPlainNumber => Value is [(byte)'0'] or [(byte)'-' or (>= (byte)'1' and <= (byte)'9'), ..];

    /// <summary>Moves to the next member.</summary>
    /// <returns>False at the end of the object, or if it is malformed.</returns>
    public bool MoveNext()
    {
        if (IsMalformed || TrySkip((byte)'}'))
        {
            return false;
        }

        if (
            (_isFirst || TrySkip((byte)','))
            && TryRead(out ReadOnlySpan<byte> name)
            && name[0] == (byte)'"'
            && TryUnescapeName(name, out _name)
            && TrySkip((byte)':')
            && TryRead(out ReadOnlySpan<byte> value)
        )
        {
            _isFirst = false;
            Value = value;
            return true;
        }

        IsMalformed = true;
        return false;
    }

    /// <summary>Determines whether the member has a name.</summary>
    /// <param name="name">The name in UTF-8, without characters that JSON escapes.</param>
    public readonly bool Is(ReadOnlySpan<byte> name) => _name.SequenceEqual(name);

    /// <summary>Decodes a name.</summary>
    /// <returns>False if it contains an invalid escape sequence.</returns>
    private static bool TryUnescapeName(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> name)
    {
        name = json[1..^1];
        if (!name.Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            name = Encoding.UTF8.GetBytes(reader.GetTextOrJson());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Unescape(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            return reader.GetTextOrJson();
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(json[1..^1]);
        }
    }

    private bool TrySkip(byte separator)
    {
        SkipWhiteSpace();
        if (_rest.IsEmpty || _rest[0] != separator)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool TryRead(out ReadOnlySpan<byte> value)
    {
        SkipWhiteSpace();
        int length =
            _rest.IsEmpty ? 0
            : _rest[0] == (byte)'"' ? JsonValueScanner.GetStringLength(_rest)
            : _rest[0] is (byte)'{' or (byte)'[' ? JsonValueScanner.GetContainerLength(_rest)
            : _rest.IndexOfAny(s_scalarEnds);
        value = length > 0 ? _rest[..length] : default;
        _rest = _rest[value.Length..];
        return value switch
        {
            [(byte)'"', ..] => value is [_, .., (byte)'"'],
            [>= (byte)'A', ..] => value[0] is (byte)'{' or (byte)'[' || IsLiteral(value),
            _ => length > 0,
        };
    }

    // A reader of the value would not notice the text after a literal.
    private static bool IsLiteral(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8);

    private void SkipWhiteSpace()
    {
        int count = 0;
        while (count < _rest.Length && _rest[count] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            count++;
        }

        _rest = _rest[count..];
    }
}
