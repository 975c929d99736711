using System.Buffers;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Puts tokens together to a value, with the words of QEMU's parser for what is wrong with them.</summary>
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

    /// <summary>Reads the tokens of one value.</summary>
    public static RequestValue Parse(IReadOnlyList<RequestToken> tokens)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, s_writing);
        try
        {
            new RequestParser(tokens, json).Value();
        }
        catch (RequestSyntaxException e)
        {
            return new RequestValue(default, $"JSON parse error, {e.Message}");
        }

        json.Flush();
        return new RequestValue(JsonElement.Parse(buffer.WrittenSpan, s_reading));
    }

    private void Value()
    {
        RequestToken token = Pop();
        switch (token.Kind)
        {
            case TokenKind.LeftBrace:
                Object();
                break;
            case TokenKind.LeftBracket:
                Array();
                break;
            case TokenKind.String:
                _json.WriteStringValue(RequestText.Decode(token.Text));
                break;
            case TokenKind.Integer or TokenKind.Float:
                _json.WriteRawValue(token.Text, skipInputValidation: true);
                break;
            case TokenKind.Keyword:
                Keyword(token);
                break;
            default:
                throw new RequestSyntaxException("expecting value");
        }
    }

    private void Object()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        _json.WriteStartObject();
        if (!TryPop(TokenKind.RightBrace))
        {
            Member(names);
            while (!TryPop(TokenKind.RightBrace))
            {
                Pop(TokenKind.Comma, "expected separator in dict");
                Member(names);
            }
        }

        _json.WriteEndObject();
    }

    private void Member(HashSet<string> names)
    {
        RequestToken key = Pop();
        string name = key.Kind switch
        {
            TokenKind.String => RequestText.Decode(key.Text),
            TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.Colon or TokenKind.Comma =>
                throw new RequestSyntaxException("expecting value"),
            _ => throw new RequestSyntaxException("key is not a string in object"),
        };
        Pop(TokenKind.Colon, "missing : in object pair");
        _json.WritePropertyName(name);
        Value();
        if (!names.Add(name))
        {
            throw new RequestSyntaxException("duplicate key");
        }
    }

    private void Array()
    {
        _json.WriteStartArray();
        if (!TryPop(TokenKind.RightBracket))
        {
            Value();
            while (!TryPop(TokenKind.RightBracket))
            {
                Pop(TokenKind.Comma, "expected separator in list");
                Value();
            }
        }

        _json.WriteEndArray();
    }

    private void Keyword(RequestToken token)
    {
        string word = Encoding.ASCII.GetString(token.Text);
        if (word is not ("true" or "false" or "null"))
        {
            throw new RequestSyntaxException($"invalid keyword '{word}'");
        }

        _json.WriteRawValue(word, skipInputValidation: true);
    }

    private RequestToken Pop() =>
        _position < _tokens.Count ? _tokens[_position++] : throw new RequestSyntaxException("premature EOI");

    private void Pop(TokenKind kind, string otherwise)
    {
        if (Pop().Kind != kind)
        {
            throw new RequestSyntaxException(otherwise);
        }
    }

    private bool TryPop(TokenKind kind)
    {
        if (_position >= _tokens.Count || _tokens[_position].Kind != kind)
        {
            return false;
        }

        _position++;
        return true;
    }
}

/// <summary>The first thing that is wrong with a request's JSON.</summary>
internal sealed class RequestSyntaxException(string message) : Exception(message);
