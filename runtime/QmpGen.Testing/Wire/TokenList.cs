namespace QmpGen.Testing.Wire;

/// <summary>The tokens of the value that is being received, and their bytes without the spaces between them.</summary>
internal sealed class TokenList
{
    private const int MaxKeptCapacity = 4096;

    private readonly ByteBuffer _text = new();
    private readonly List<RequestToken> _tokens = [];
    private int _end;

    public int Count => _tokens.Count;

    /// <summary>The number of bytes of the complete tokens.</summary>
    public int TextLength => _end;

    /// <summary>The number of bytes of the token that is not complete.</summary>
    public int OpenLength => _text.Length - _end;

    public RequestToken this[int index] => _tokens[index];

    public ReadOnlySpan<byte> GetText(RequestToken token) => _text.Span.Slice(token.Start, token.Length);

    /// <summary>Appends a byte to the token that is not complete.</summary>
    public void Append(byte value) => _text.Append(value);

    /// <summary>Completes a token, which consists of the bytes since the last one.</summary>
    public void Complete(TokenKind kind, int line, int column)
    {
        _tokens.Add(new RequestToken(kind, _end, OpenLength, line, column));
        _end = _text.Length;
    }

    /// <summary>Removes the bytes that do not belong to a token.</summary>
    public void Discard() => _text.Truncate(_end);

    /// <summary>Removes all tokens.</summary>
    public void Clear()
    {
        _end = 0;
        _text.Clear();
        _tokens.Clear();
        if (_tokens.Capacity > MaxKeptCapacity)
        {
            _tokens.TrimExcess();
        }
    }
}
