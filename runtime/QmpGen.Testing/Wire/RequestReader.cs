using System.Diagnostics.CodeAnalysis;

namespace QmpGen.Testing.Wire;

/// <summary>Reads the values that a client sends, as QEMU does.</summary>
/// <remarks>
/// A value ends when its braces and brackets close. Requests can therefore arrive without a newline, several at once,
/// and split at any byte. A value beyond QEMU's limits causes an error and is not kept.
/// </remarks>
internal sealed class RequestReader
{
    // QERR_JSON_PARSING, the only description of some errors before 3.1.
    private const string InvalidSyntax = "Invalid JSON syntax";

    private readonly RequestSyntax _syntax;
    private readonly RequestLexer _lexer;
    private readonly TokenList _tokens = new();
    private readonly Queue<RequestValue> _values = new();
    private int _braces;
    private int _brackets;
    private bool _isSkipping;

    public RequestReader(RequestSyntax syntax)
    {
        _syntax = syntax;
        _lexer = new RequestLexer(_tokens, AddToken, isLenient: syntax == RequestSyntax.Lenient);
    }

    /// <summary>Consumes the next byte, which may complete values.</summary>
    public void Append(byte value) => _lexer.Append(value);

    /// <summary>Returns the next complete value.</summary>
    public bool TryRead([NotNullWhen(true)] out RequestValue? value) => _values.TryDequeue(out value);

    private void AddToken()
    {
        RequestToken token = _tokens[^1];
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
        bool isComplete =
            token.Kind == TokenKind.Stray || _braces < 0 || _brackets < 0 || (_braces == 0 && _brackets == 0);
        if (_isSkipping)
        {
            _isSkipping = !isComplete;
        }
        else if (FindExceededLimit() is { } limit)
        {
            _values.Enqueue(
                new RequestValue(
                    default,
                    _syntax == RequestSyntax.Lenient ? InvalidSyntax : $"JSON {limit} limit exceeded"
                )
            );
            _isSkipping = _syntax == RequestSyntax.Positioned && !isComplete;
        }
        else if (isComplete)
        {
            _values.Enqueue(Parse(token.Kind));
        }
        else
        {
            return;
        }

        _tokens.Clear();
        if (!_isSkipping)
        {
            _braces = _brackets = 0;
        }
    }

    private string? FindExceededLimit() =>
        _tokens.TextLength >= ParserLimits.MaxBytes ? "token size"
        : _tokens.Count > ParserLimits.MaxTokens ? "token count"
        : _braces + _brackets > ParserLimits.MaxNesting ? "nesting depth"
        : null;

    private RequestValue Parse(TokenKind last) =>
        (_syntax, last) switch
        {
            (RequestSyntax.Lenient, TokenKind.Stray or TokenKind.Placeholder) => new(default, InvalidSyntax),
            // An error in an earlier token hides the stray one only if QEMU parses each token at once.
            (RequestSyntax.Strict, TokenKind.Stray) => RequestParser.Parse(_tokens, _tokens.Count - 1, _syntax),
            _ => RequestParser.Parse(_tokens, 0, _syntax),
        };
}
