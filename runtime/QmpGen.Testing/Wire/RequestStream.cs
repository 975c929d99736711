using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>A value that a client sent, or what was wrong with its JSON.</summary>
internal sealed record RequestValue(JsonElement Json, string? Fault = null);

/// <summary>
/// Reads requests value by value, as QEMU does: a value ends where its braces and brackets close, so that requests may
/// come without a
/// newline, several at once, and split anywhere.
/// </summary>
internal sealed class RequestStream
{
    // MAX_NESTING of QEMU's json-streamer.c.
    private const int MaxNesting = 1024;

    private readonly RequestLexer _lexer;
    private readonly List<RequestToken> _tokens = [];
    private readonly Queue<RequestValue> _values = new();
    private int _braces;
    private int _brackets;

    public RequestStream() => _lexer = new RequestLexer(Take);

    /// <summary>Takes the next byte, which may complete values.</summary>
    public void Feed(byte value) => _lexer.Feed(value);

    /// <summary>Gives out the next complete value.</summary>
    public bool TryTake([NotNullWhen(true)] out RequestValue? value) => _values.TryDequeue(out value);

    private void Take(RequestToken token)
    {
        if (token.Kind == TokenKind.Stray)
        {
            Emit(new RequestValue(default, $"JSON parse error, stray '{Encoding.UTF8.GetString(token.Text)}'"));
            return;
        }

        _braces += token.Kind switch
        {
            TokenKind.LeftBrace => 1,
            TokenKind.RightBrace => -1,
            _ => 0,
        };
        _brackets += token.Kind switch
        {
            TokenKind.LeftBracket => 1,
            TokenKind.RightBracket => -1,
            _ => 0,
        };
        _tokens.Add(token);
        if (_braces + _brackets > MaxNesting)
        {
            Emit(new RequestValue(default, "JSON nesting depth limit exceeded"));
        }
        else if (_braces < 0 || _brackets < 0 || (_braces == 0 && _brackets == 0))
        {
            Emit(RequestParser.Parse(_tokens));
        }
    }

    private void Emit(RequestValue value)
    {
        _values.Enqueue(value);
        _tokens.Clear();
        _braces = _brackets = 0;
    }
}
