namespace QmpGen.Testing.Wire;

/// <summary>The kinds of token in a request.</summary>
internal enum TokenKind
{
    Stray,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Colon,
    Comma,
    Integer,
    Float,
    Keyword,
    String,

    /// <summary>A placeholder such as <c>%s</c>, which only <see cref="RequestSyntax.Lenient"/> has.</summary>
    Placeholder,

    /// <summary>The start of a token that is too large.</summary>
    Oversized,
}

/// <summary>A token of a request.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Start">The position of its first byte in the text of all tokens.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Line">The line in which it starts, counted from 1 at the start of the connection.</param>
/// <param name="Column">The column in which it starts as QEMU counts it, from 1, in bytes.</param>
internal readonly record struct RequestToken(TokenKind Kind, int Start, int Length, int Line, int Column);
