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
}

/// <summary>A token of a request.</summary>
internal readonly record struct RequestToken(TokenKind Kind, byte[] Text);
