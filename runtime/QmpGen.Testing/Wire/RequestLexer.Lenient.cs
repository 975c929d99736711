namespace QmpGen.Testing.Wire;

/// <content>The rules of QEMU before 3.1.</content>
/// <remarks>It accepts control characters in strings, checks escape sequences here instead of in the parser, and drops
/// only the bytes up to an error.</remarks>
internal sealed partial class RequestLexer
{
    private static Transition GetLenientTransition(State state, char value) =>
        (state, value) switch
        {
            (State.Start, '%') => Continue(State.Percent),
            (State.Percent, 'd' or 'i' or 'p' or 's' or 'u' or 'f') => Complete(TokenKind.Placeholder),

            (State.DoubleQuoted, '"' or '\\') or (State.SingleQuoted, '\'' or '\\') => GetTransition(state, value),
            (State.DoubleQuoted or State.SingleQuoted, (>= '\x01' and <= '\xBF') or (>= '\xC2' and <= '\xF4')) =>
                Continue(state),
            (State.DoubleQuotedEscape, 'u') => Continue(State.DoubleQuotedHex1),
            (State.SingleQuotedEscape, 'u') => Continue(State.SingleQuotedHex1),
            (
                State.DoubleQuotedEscape
                    or State.SingleQuotedEscape,
                'b'
                    or 'f'
                    or 'n'
                    or 'r'
                    or 't'
                    or '/'
                    or '\\'
                    or '\''
                    or '"'
            ) => GetTransition(state, value),
            (State.DoubleQuotedHex4, _) when char.IsAsciiHexDigit(value) => Continue(State.DoubleQuoted),
            (State.SingleQuotedHex4, _) when char.IsAsciiHexDigit(value) => Continue(State.SingleQuoted),
            _ when state >= State.DoubleQuotedHex1 && char.IsAsciiHexDigit(value) => Continue(state + 1),

            (State.Start or (>= State.Sign and <= State.Keyword), <= '\x7F')
                when GetTransition(state, value) is var next => next.Token == TokenKind.Stray ? Discard() : next,
            _ => Discard(),
        };

    private static Transition Discard() => new(State.Start, TokenKind.Stray, Consumed: true);
}
