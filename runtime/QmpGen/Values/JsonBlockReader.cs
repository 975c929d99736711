using System.Runtime.Intrinsics;

namespace QmpGen.CodeGeneration;

/// <summary>Reads JSON in blocks of 64 bytes and finds bytes outside strings, without validating the JSON.</summary>
/// <remarks>A set bit in a mask stands for the byte at the same place of the block.</remarks>
/// <param name="json">The JSON.</param>
/// <param name="start">The state at the start of the JSON.</param>
internal ref struct JsonBlockReader(ReadOnlySpan<byte> json, JsonTextState start = default)
{
    // '[' and '{', and ']' and '}', differ only in this bit.
    private const byte BraceBit = 0x20;

    private const ulong LastBit = 1UL << 63;

    private readonly ReadOnlySpan<byte> _json = json;
    private Vector512<byte> _block;
    private ulong _strings = start.IsInString ? ulong.MaxValue : 0;
    private bool _endsWithEscape = start.IsEscaped;

    /// <summary>The position of the block.</summary>
    public int Position { get; private set; } = -Vector512<byte>.Count;

    /// <summary>The brackets that open an object or array.</summary>
    public readonly ulong Openings => Find(_block | Vector512.Create(BraceBit), (byte)'{') & ~_strings;

    /// <summary>The brackets that close an object or array.</summary>
    public readonly ulong Closings => Find(_block | Vector512.Create(BraceBit), (byte)'}') & ~_strings;

    /// <summary>The letters that start a literal.</summary>
    public readonly ulong LiteralStarts =>
        (Find(_block, (byte)'t') | Find(_block, (byte)'f') | Find(_block, (byte)'n')) & ~_strings;

    /// <summary>The bytes 0xFF, also in strings.</summary>
    public readonly ulong Delimiters => Find(_block, 0xFF);

    /// <summary>The state at the end of the block.</summary>
    public readonly JsonTextState State => new((_strings & LastBit) != 0, _endsWithEscape);

    /// <summary>Moves to the next block.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        Position += Vector512<byte>.Count;
        if (Position >= _json.Length)
        {
            return false;
        }

        _block = Load(_json[Position..]);
        ulong before = (ulong)((long)_strings >> 63);
        _strings = before ^ FillStrings(Find(_block, (byte)'"') & ~FindEscaped());
        return true;
    }

    private static Vector512<byte> Load(ReadOnlySpan<byte> json)
    {
        if (json.Length >= Vector512<byte>.Count)
        {
            return Vector512.Create(json);
        }

        Span<byte> padded = stackalloc byte[Vector512<byte>.Count];
        padded.Clear();
        json.CopyTo(padded);
        return Vector512.Create<byte>(padded);
    }

    private static ulong Find(Vector512<byte> block, byte value) =>
        Vector512.Equals(block, Vector512.Create(value)).ExtractMostSignificantBits();

    /// <summary>Sets the bits from each first quote up to the next one.</summary>
    private static ulong FillStrings(ulong quotes)
    {
        for (int distance = 1; distance < 64; distance *= 2)
        {
            quotes ^= quotes << distance;
        }

        return quotes;
    }

    /// <summary>Finds the bytes after a backslash that is not escaped itself.</summary>
    private ulong FindEscaped()
    {
        ulong escaped = _endsWithEscape ? 1UL : 0;
        ulong backslashes = Find(_block, (byte)'\\') & ~escaped;
        ulong last = 1UL << (Math.Min(_json.Length - Position, Vector512<byte>.Count) - 1);
        _endsWithEscape = false;
        while (backslashes != 0)
        {
            ulong first = backslashes & (0 - backslashes);
            escaped |= first << 1;
            _endsWithEscape = first == last;
            backslashes &= ~(first | (first << 1));
        }

        return escaped;
    }
}

/// <summary>The state of JSON text between two bytes.</summary>
/// <param name="IsInString">Whether a string is not complete.</param>
/// <param name="IsEscaped">Whether a backslash precedes the next byte.</param>
internal readonly record struct JsonTextState(bool IsInString, bool IsEscaped);
