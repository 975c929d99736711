namespace QmpGen.Testing.Wire;

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

/// <summary>A token of a request, as it stood in the text.</summary>
internal readonly record struct RequestToken(TokenKind Kind, byte[] Text);
