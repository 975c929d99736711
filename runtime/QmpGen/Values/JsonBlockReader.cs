using System.Runtime.Intrinsics;

namespace QmpGen.CodeGeneration;

/// <summary>Reads JSON in blocks of 64 bytes and finds bytes outside strings, without validating the JSON.</summary>
/// <remarks>A set bit in a mask stands for the byte at the same place of the block.</remarks>
/// <param name="json">The JSON, from outside a string.</param>
internal ref struct JsonBlockReader(ReadOnlySpan<byte> json)
{
    // '[' and '{', and ']' and '}', differ only in this bit.
    private const byte BraceBit = 0x20;

    private readonly ReadOnlySpan<byte> _json = json;
    private Vector512<byte> _block;
    private ulong _strings;
    private bool _endsWithEscape;

    /// <summary>The position of the block.</summary>
    public int Position { get; private set; } = -Vector512<byte>.Count;

    /// <summary>The brackets that open an object or array.</summary>
    public readonly ulong Openings => Find(_block | Vector512.Create(BraceBit), (byte)'{') & ~_strings;

    /// <summary>The brackets that close an object or array.</summary>
    public readonly ulong Closings => Find(_block | Vector512.Create(BraceBit), (byte)'}') & ~_strings;

    /// <summary>The letters that start a literal.</summary>
    public readonly ulong LiteralStarts =>
        (Find(_block, (byte)'t') | Find(_block, (byte)'f') | Find(_block, (byte)'n')) & ~_strings;

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
        _endsWithEscape = false;
        while (backslashes != 0)
        {
            ulong first = backslashes & (0 - backslashes);
            escaped |= first << 1;
            _endsWithEscape = first << 1 == 0;
            backslashes &= ~(first | (first << 1));
        }

        return escaped;
    }
}
