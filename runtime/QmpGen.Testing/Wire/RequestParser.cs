using System.Buffers;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Parses the tokens of a value, with the error texts of QEMU's parser.</summary>
internal sealed class RequestParser
{
    private static readonly JsonWriterOptions s_writing = new() { MaxDepth = int.MaxValue, SkipValidation = true };
    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 1024 };

    private readonly IReadOnlyList<RequestToken> _tokens;
    private readonly Utf8JsonWriter _json;
    private int _position;

    private RequestParser(IReadOnlyList<RequestToken> tokens, Utf8JsonWriter json)
    {
        _tokens = tokens;
        _json = json;
    }

    /// <summary>Parses the tokens of one value.</summary>
    public static RequestValue Parse(IReadOnlyList<RequestToken> tokens)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, s_writing);
        try
        {
            new RequestParser(tokens, json).ReadValue();
        }
        catch (RequestSyntaxException e)
        {
            return new RequestValue(default, $"JSON parse error, {e.Message}");
        }

        json.Flush();
        return new RequestValue(JsonElement.Parse(buffer.WrittenSpan, s_reading));
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
                _json.WriteStringValue(RequestStringDecoder.Decode(token.Text));
                break;
            case TokenKind.Integer or TokenKind.Float:
                _json.WriteRawValue(token.Text, skipInputValidation: true);
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
        _json.WriteStartObject();
        if (!TryConsume(TokenKind.RightBrace))
        {
            ReadMember(names);
            while (!TryConsume(TokenKind.RightBrace))
            {
                Consume(TokenKind.Comma, "expected separator in dict");
                ReadMember(names);
            }
        }

        _json.WriteEndObject();
    }

    private void ReadMember(HashSet<string> names)
    {
        RequestToken key = ReadToken();
        string name = key.Kind switch
        {
            TokenKind.String => RequestStringDecoder.Decode(key.Text),
            TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.Colon or TokenKind.Comma =>
                throw new RequestSyntaxException("expecting value"),
            _ => throw new RequestSyntaxException("key is not a string in object"),
        };
        Consume(TokenKind.Colon, "missing : in object pair");
        _json.WritePropertyName(name);
        ReadValue();
        if (!names.Add(name))
        {
            throw new RequestSyntaxException("duplicate key");
        }
    }

    private void ReadArray()
    {
        _json.WriteStartArray();
        if (!TryConsume(TokenKind.RightBracket))
        {
            ReadValue();
            while (!TryConsume(TokenKind.RightBracket))
            {
                Consume(TokenKind.Comma, "expected separator in list");
                ReadValue();
            }
        }

        _json.WriteEndArray();
    }

    private void ReadKeyword(RequestToken token)
    {
        string word = Encoding.ASCII.GetString(token.Text);
        if (word is not ("true" or "false" or "null"))
        {
            throw new RequestSyntaxException($"invalid keyword '{word}'");
        }

        _json.WriteRawValue(word, skipInputValidation: true);
    }

    private RequestToken ReadToken() =>
        _position < _tokens.Count ? _tokens[_position++] : throw new RequestSyntaxException("premature EOI");

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

/// <summary>The first error in the JSON of a request.</summary>
internal sealed class RequestSyntaxException(string message) : Exception(message);
