namespace QmpGen.Testing.Wire;

/// <summary>Splits bytes into tokens exactly as QEMU's lexer does.</summary>
/// <remarks>
/// Single quotes also delimit strings. A keyword is any run of lower-case letters. A zero ends before an exponent.
/// After a stray byte, the lexer skips all bytes up to the next structural character.
/// </remarks>
/// <param name="tokens">Receives the tokens.</param>
/// <param name="onToken">Called after each token. It can clear the list.</param>
/// <param name="isLenient">Whether to split bytes as QEMU before 3.1 does.</param>
internal sealed partial class RequestLexer(TokenList tokens, Action onToken, bool isLenient)
{
    private State _state;
    private int _line = 1;
    private int _column;
    private (int Line, int Column) _start = (1, 1);

    private enum State
    {
        Start,
        Recovery,
        DoubleQuoted,
        DoubleQuotedEscape,
        SingleQuoted,
        SingleQuotedEscape,
        Sign,
        Zero,
        Digits,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
        Keyword,
        Percent,
        DoubleQuotedHex1,
        DoubleQuotedHex2,
        DoubleQuotedHex3,
        DoubleQuotedHex4,
        SingleQuotedHex1,
        SingleQuotedHex2,
        SingleQuotedHex3,
        SingleQuotedHex4,
    }

    /// <summary>Consumes the next byte, which may complete a token.</summary>
    public void Append(byte value)
    {
        (_line, _column) = value == '\n' ? (_line + 1, 0) : (_line, _column + 1);
        Transition transition;
        do
        {
            transition = isLenient ? GetLenientTransition(_state, (char)value) : GetTransition(_state, (char)value);
            if (transition.Consumed)
            {
                tokens.Append(value);
            }

            if (transition.Token is { } kind)
            {
                AddToken(kind);
            }

            SetState(transition.Next);
        } while (!transition.Consumed);

        // QEMU ends a token that is too large, and reads the rest of it as other tokens.
        if (tokens.OpenLength > ParserLimits.MaxBytes)
        {
            AddToken(TokenKind.Oversized);
            SetState(State.Start);
        }
    }

    private void AddToken(TokenKind kind)
    {
        tokens.Complete(kind, _start.Line, _start.Column);
        onToken();
    }

    private void SetState(State next)
    {
        if (next is State.Start or State.Recovery)
        {
            tokens.Discard();
        }

        if (next is State.Start)
        {
            // QEMU starts the next token after this byte even if it is the first byte of that token.
            _start = (_line, _column + 1);
        }

        _state = next;
    }

    private static Transition GetTransition(State state, char value) =>
        (state, value) switch
        {
            (State.Start, ' ' or '\t' or '\r' or '\n') => Continue(State.Start),
            (State.Start, '"') => Continue(State.DoubleQuoted),
            (State.Start, '\'') => Continue(State.SingleQuoted),
            (State.Start, '-') => Continue(State.Sign),
            (State.Start or State.Sign, '0') => Continue(State.Zero),
            (State.Start or State.Sign, >= '1' and <= '9') => Continue(State.Digits),
            (State.Start, >= 'a' and <= 'z') => Continue(State.Keyword),
            (State.Start, '{') => Complete(TokenKind.LeftBrace),
            (State.Start, '}') => Complete(TokenKind.RightBrace),
            (State.Start, '[') => Complete(TokenKind.LeftBracket),
            (State.Start, ']') => Complete(TokenKind.RightBracket),
            (State.Start, ':') => Complete(TokenKind.Colon),
            (State.Start, ',') => Complete(TokenKind.Comma),

            (State.Recovery, '\t' or (>= ' ' and <= '\xFD' and not ('{' or '}' or '[' or ']' or ':' or ','))) =>
                Continue(State.Recovery),
            (State.Recovery, _) => new Transition(State.Start, null, Consumed: false),

            (State.DoubleQuoted, '"') or (State.SingleQuoted, '\'') => Complete(TokenKind.String),
            (State.DoubleQuoted, '\\') => Continue(State.DoubleQuotedEscape),
            (State.SingleQuoted, '\\') => Continue(State.SingleQuotedEscape),
            (State.DoubleQuoted or State.DoubleQuotedEscape, >= ' ' and <= '\xFD') => Continue(State.DoubleQuoted),
            (State.SingleQuoted or State.SingleQuotedEscape, >= ' ' and <= '\xFD') => Continue(State.SingleQuoted),

            (State.Digits, >= '0' and <= '9') => Continue(State.Digits),
            (State.Zero or State.Digits, '.') => Continue(State.Point),
            (State.Point or State.Fraction, >= '0' and <= '9') => Continue(State.Fraction),
            (State.Digits or State.Fraction, 'e' or 'E') => Continue(State.Exponent),
            (State.Exponent, '+' or '-') => Continue(State.ExponentSign),
            (State.Exponent or State.ExponentSign or State.ExponentDigits, >= '0' and <= '9') => Continue(
                State.ExponentDigits
            ),
            (State.Zero, >= '0' and <= '9') => Recover(),
            (State.Zero or State.Digits, _) => CompleteBefore(TokenKind.Integer),
            (State.Fraction or State.ExponentDigits, _) => CompleteBefore(TokenKind.Float),

            (State.Keyword, >= 'a' and <= 'z') => Continue(State.Keyword),
            (State.Keyword, _) => CompleteBefore(TokenKind.Keyword),
            _ => Recover(),
        };

    private static Transition Continue(State next) => new(next, null, Consumed: true);

    private static Transition Complete(TokenKind kind) => new(State.Start, kind, Consumed: true);

    private static Transition CompleteBefore(TokenKind kind) => new(State.Start, kind, Consumed: false);

    private static Transition Recover() => new(State.Recovery, TokenKind.Stray, Consumed: true);

    private readonly record struct Transition(State Next, TokenKind? Token, bool Consumed);
}
