using System.Buffers;

namespace QmpGen.Testing.Wire;

/// <summary>
/// Cuts bytes into tokens exactly as QEMU's lexer does: single quotes are quotes too, a keyword is any run of small
/// letters, a zero ends before an
/// exponent, and behind a stray byte everything up to the next structural character is skipped.
/// </summary>
internal sealed class RequestLexer(Action<RequestToken> emit)
{
    private readonly ArrayBufferWriter<byte> _token = new();
    private State _state;

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
    }

    /// <summary>Takes the next byte.</summary>
    public void Feed(byte value)
    {
        Step step;
        do
        {
            step = Next(_state, (char)value);
            if (step.Consumed)
            {
                _token.Write([value]);
            }

            if (step.Token is { } kind)
            {
                emit(new RequestToken(kind, _token.WrittenSpan.ToArray()));
            }

            if (step.Next is State.Start or State.Recovery)
            {
                _token.ResetWrittenCount();
            }

            _state = step.Next;
        } while (!step.Consumed);
    }

    private static Step Next(State state, char value) =>
        (state, value) switch
        {
            (State.Start, ' ' or '\t' or '\r' or '\n') => Goes(State.Start),
            (State.Start, '"') => Goes(State.DoubleQuoted),
            (State.Start, '\'') => Goes(State.SingleQuoted),
            (State.Start, '-') => Goes(State.Sign),
            (State.Start or State.Sign, '0') => Goes(State.Zero),
            (State.Start or State.Sign, >= '1' and <= '9') => Goes(State.Digits),
            (State.Start, >= 'a' and <= 'z') => Goes(State.Keyword),
            (State.Start, '{') => Ends(TokenKind.LeftBrace),
            (State.Start, '}') => Ends(TokenKind.RightBrace),
            (State.Start, '[') => Ends(TokenKind.LeftBracket),
            (State.Start, ']') => Ends(TokenKind.RightBracket),
            (State.Start, ':') => Ends(TokenKind.Colon),
            (State.Start, ',') => Ends(TokenKind.Comma),

            (State.Recovery, '\t' or (>= ' ' and <= '\xFD' and not ('{' or '}' or '[' or ']' or ':' or ','))) => Goes(
                State.Recovery
            ),
            (State.Recovery, _) => new Step(State.Start, null, Consumed: false),

            (State.DoubleQuoted, '"') or (State.SingleQuoted, '\'') => Ends(TokenKind.String),
            (State.DoubleQuoted, '\\') => Goes(State.DoubleQuotedEscape),
            (State.SingleQuoted, '\\') => Goes(State.SingleQuotedEscape),
            (State.DoubleQuoted or State.DoubleQuotedEscape, >= ' ' and <= '\xFD') => Goes(State.DoubleQuoted),
            (State.SingleQuoted or State.SingleQuotedEscape, >= ' ' and <= '\xFD') => Goes(State.SingleQuoted),

            (State.Digits, >= '0' and <= '9') => Goes(State.Digits),
            (State.Zero or State.Digits, '.') => Goes(State.Point),
            (State.Point or State.Fraction, >= '0' and <= '9') => Goes(State.Fraction),
            (State.Digits or State.Fraction, 'e' or 'E') => Goes(State.Exponent),
            (State.Exponent, '+' or '-') => Goes(State.ExponentSign),
            (State.Exponent or State.ExponentSign or State.ExponentDigits, >= '0' and <= '9') => Goes(
                State.ExponentDigits
            ),
            (State.Zero, >= '0' and <= '9') => Strays(),
            (State.Zero or State.Digits, _) => EndsBefore(TokenKind.Integer),
            (State.Fraction or State.ExponentDigits, _) => EndsBefore(TokenKind.Float),

            (State.Keyword, >= 'a' and <= 'z') => Goes(State.Keyword),
            (State.Keyword, _) => EndsBefore(TokenKind.Keyword),
            _ => Strays(),
        };

    private static Step Goes(State next) => new(next, null, Consumed: true);

    private static Step Ends(TokenKind kind) => new(State.Start, kind, Consumed: true);

    private static Step EndsBefore(TokenKind kind) => new(State.Start, kind, Consumed: false);

    private static Step Strays() => new(State.Recovery, TokenKind.Stray, Consumed: true);

    private readonly record struct Step(State Next, TokenKind? Token, bool Consumed);
}
