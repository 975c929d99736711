using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Parses the tokens of a value, with the error texts of QEMU's parsers.</summary>
internal sealed class RequestParser
{
    private static readonly JsonWriterOptions s_writing = new() { MaxDepth = int.MaxValue, SkipValidation = true };
    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = ParserLimits.MaxNesting };

    private readonly TokenList _tokens;
    private readonly RequestSyntax _syntax;
    private readonly ByteBuffer _json;
    private int _position;
    private bool _hasDuplicates;

    private RequestParser(TokenList tokens, int start, RequestSyntax syntax)
    {
        _tokens = tokens;
        _position = start;
        _syntax = syntax;
        _json = new ByteBuffer(tokens.TextLength);
    }

    /// <summary>Parses the tokens of one value.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="start">The index of the first one.</param>
    /// <param name="syntax">The parser of QEMU.</param>
    public static RequestValue Parse(TokenList tokens, int start, RequestSyntax syntax)
    {
        RequestParser parser = new(tokens, start, syntax);
        try
        {
            parser.ReadValue();
        }
        catch (RequestSyntaxException e)
        {
            return new RequestValue(default, parser.Describe(e));
        }

        // The value keeps this memory instead of a copy. Disposing the document would end the value.
        JsonElement value = JsonDocument.Parse(parser._json.Memory, s_reading).RootElement;
        return new RequestValue(parser._hasDuplicates ? RemoveDuplicates(value) : value);
    }

    /// <summary>Keeps the last of several members with one name, as QEMU before 3.1 does.</summary>
    private static JsonElement RemoveDuplicates(JsonElement value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_writing))
        {
            Write(json, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan, s_reading);

        static void Write(Utf8JsonWriter json, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    json.WriteStartObject();
                    foreach (IGrouping<string, JsonProperty> members in value.EnumerateObject().GroupBy(m => m.Name))
                    {
                        json.WritePropertyName(members.Key);
                        Write(json, members.Last().Value);
                    }

                    json.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    json.WriteStartArray();
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Write(json, item);
                    }

                    json.WriteEndArray();
                    break;
                default:
                    value.WriteTo(json);
                    break;
            }
        }
    }

    private string Describe(RequestSyntaxException error)
    {
        string description = $"JSON parse error, {error.Message}";
        RequestToken last = _tokens[_position - 1];
        return _syntax == RequestSyntax.Positioned
            ? string.Create(CultureInfo.InvariantCulture, $"{last.Line}:{last.Column}: {description}")
            : description;
    }

    private void ReadValue()
    {
        RequestToken token = ReadToken();
        switch (token.Kind)
        {
            case TokenKind.LeftBrace:
                ReadObject();
                break;
            case TokenKind.LeftBracket:
                ReadArray();
                break;
            case TokenKind.String:
                AppendString(token);
                break;
            case TokenKind.Integer or TokenKind.Float:
                _json.Append(_tokens.GetText(token));
                break;
            case TokenKind.Keyword:
                ReadKeyword(token);
                break;
            default:
                throw new RequestSyntaxException("expecting value");
        }
    }

    private void ReadObject()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        _json.Append((byte)'{');
        if (!TryConsume(TokenKind.RightBrace))
        {
            ReadMember(names);
            while (!TryConsume(TokenKind.RightBrace))
            {
                Consume(TokenKind.Comma, Select("expected separator in dict", "expected ',' or '}'"));
                _json.Append((byte)',');
                ReadMember(names);
            }
        }

        _json.Append((byte)'}');
    }

    private void ReadMember(HashSet<string> names)
    {
        string name = ReadKey();
        Consume(TokenKind.Colon, Select("missing : in object pair", "expecting ':'"));
        _json.Append((byte)':');
        ReadNested("Missing value in dict");
        if (!names.Add(name))
        {
            _hasDuplicates =
                _syntax == RequestSyntax.Lenient ? true : throw new RequestSyntaxException("duplicate key");
        }
    }

    private string ReadKey()
    {
        RequestToken key = ReadToken();
        if (key.Kind == TokenKind.String)
        {
            int start = _json.Length;
            AppendString(key);
            return Encoding.UTF8.GetString(_json.Span[start..]);
        }

        if (_syntax == RequestSyntax.Strict)
        {
            // QEMU reads any value as a key, and reports the first error.
            _position--;
            ReadValue();
        }

        throw new RequestSyntaxException(Select("key is not a string in object", "expecting key"));
    }

    private void ReadArray()
    {
        _json.Append((byte)'[');
        if (!TryConsume(TokenKind.RightBracket))
        {
            ReadNested("expecting value");
            while (!TryConsume(TokenKind.RightBracket))
            {
                Consume(TokenKind.Comma, Select("expected separator in list", "expected ',' or ']'"));
                _json.Append((byte)',');
                ReadNested("expecting value");
            }
        }

        _json.Append((byte)']');
    }

    /// <summary>Reads a member or item. QEMU before 3.1 reports the last of several errors, which is that of the outer
    /// value.</summary>
    private void ReadNested(string lenientError)
    {
        try
        {
            ReadValue();
        }
        catch (RequestSyntaxException) when (_syntax == RequestSyntax.Lenient)
        {
            throw new RequestSyntaxException(lenientError);
        }
    }

    private void ReadKeyword(RequestToken token)
    {
        string word = Encoding.ASCII.GetString(_tokens.GetText(token));
        if (word is not ("true" or "false" or "null"))
        {
            throw new RequestSyntaxException($"invalid keyword '{word}'");
        }

        _json.Append(_tokens.GetText(token));
    }

    private void AppendString(RequestToken token)
    {
        ReadOnlySpan<byte> text = _tokens.GetText(token);
        _json.Append((byte)'"');
        if (_syntax == RequestSyntax.Lenient)
        {
            RequestStringDecoder.DecodeLeniently(text, _json);
        }
        else
        {
            RequestStringDecoder.Decode(text, _json);
        }

        _json.Append((byte)'"');
    }

    private string Select(string usual, string positioned) => _syntax == RequestSyntax.Positioned ? positioned : usual;

    private RequestToken ReadToken()
    {
        RequestToken token =
            _position < _tokens.Count ? _tokens[_position++] : throw new RequestSyntaxException("premature EOI");
        return token.Kind == TokenKind.Stray ? throw CreateStray(token) : token;
    }

    /// <summary>Creates the error for a byte that starts no token. QEMU prints the text as a C string.</summary>
    private RequestSyntaxException CreateStray(RequestToken token) =>
        new($"stray '{Encoding.UTF8.GetString(_tokens.GetText(token)).Split('\0')[0]}'");

    private void Consume(TokenKind kind, string fault)
    {
        if (ReadToken().Kind != kind)
        {
            throw new RequestSyntaxException(fault);
        }
    }

    private bool TryConsume(TokenKind kind)
    {
        if (_position >= _tokens.Count || _tokens[_position].Kind != kind)
        {
            return false;
        }

        _position++;
        return true;
    }
}

/// <summary>An error in the JSON of a request.</summary>
internal sealed class RequestSyntaxException(string message) : Exception(message);
