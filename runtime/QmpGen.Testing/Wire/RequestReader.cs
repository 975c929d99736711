using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace QmpGen.Testing.Wire;

/// <summary>Reads the values that a client sends, as QEMU does.</summary>
/// <remarks>
/// A value ends when its braces and brackets close. Requests can therefore arrive without a newline, several at once,
/// and split at any byte.
/// </remarks>
internal sealed class RequestReader
{
    // MAX_NESTING of QEMU's json-streamer.c.
    private const int MaxNesting = 1024;

    private readonly RequestLexer _lexer;
    private readonly List<RequestToken> _tokens = [];
    private readonly Queue<RequestValue> _values = new();
    private int _braces;
    private int _brackets;

    public RequestReader() => _lexer = new RequestLexer(Add);

    /// <summary>Consumes the next byte, which may complete values.</summary>
    public void Append(byte value) => _lexer.Append(value);

    /// <summary>Returns the next complete value.</summary>
    public bool TryRead([NotNullWhen(true)] out RequestValue? value) => _values.TryDequeue(out value);

    private void Add(RequestToken token)
    {
        if (token.Kind == TokenKind.Stray)
        {
            Complete(new RequestValue(default, $"JSON parse error, stray '{Encoding.UTF8.GetString(token.Text)}'"));
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
            Complete(new RequestValue(default, "JSON nesting depth limit exceeded"));
        }
        else if (_braces < 0 || _brackets < 0 || (_braces == 0 && _brackets == 0))
        {
            Complete(RequestParser.Parse(_tokens));
        }
    }

    private void Complete(RequestValue value)
    {
        _values.Enqueue(value);
        _tokens.Clear();
        _braces = _brackets = 0;
    }
}
