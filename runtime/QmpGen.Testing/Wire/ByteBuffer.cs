namespace QmpGen.Testing.Wire;

/// <summary>Bytes that are appended one after another.</summary>
/// <remarks>Grows by half of its size, so that a large message needs at most 2.5 times its size.</remarks>
internal sealed class ByteBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        Reserve(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    /// <summary>Removes the bytes after the given length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Removes all bytes and releases the memory of a large message.</summary>
    public void Clear()
    {
        const int MaxKeptCapacity = 64 * 1024;
        Length = 0;
        if (_bytes.Length > MaxKeptCapacity)
        {
            _bytes = new byte[256];
        }
    }

    private void Reserve(int count)
    {
        if (count > _bytes.Length - Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length + (_bytes.Length / 2)));
        }
    }
}
