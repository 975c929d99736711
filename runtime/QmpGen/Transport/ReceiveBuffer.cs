using System.Buffers;

namespace QmpGen;

/// <summary>The bytes of a connection that were received but not processed, in one array.</summary>
/// <remarks>The array is small, because most connections wait most of the time. It grows to the size of a message or of
/// a full read, and is replaced by a small one after a large message or a small read.</remarks>
internal sealed class ReceiveBuffer
{
    private const int InitialSize = 2 * 1024;

    // A larger array is not kept for the next message.
    private const int MaxKeptSize = 64 * 1024;

    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _end;
    private bool _wasFull; // by the last read
    private bool _wasSmall; // the last read

    /// <summary>The bytes that were not processed.</summary>
    /// <remarks>Valid until <see cref="GetFreeSpace"/> is called.</remarks>
    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Makes room for the next bytes.</summary>
    public Memory<byte> GetFreeSpace()
    {
        int length = _end - _start;
        int size =
            length == _bytes.Length || (_wasFull && _bytes.Length < MaxKeptSize) ? Grow(_bytes.Length)
            : length == 0 && (_wasSmall || _bytes.Length > MaxKeptSize) ? InitialSize
            : _bytes.Length;
        if (size != _bytes.Length)
        {
            Resize(size);
        }
        else if (_start > 0)
        {
            Unread.CopyTo(_bytes);
        }

        _start = 0;
        _end = length;
        return _bytes.AsMemory(_end);
    }

    /// <summary>Adds bytes that were written to the free space.</summary>
    public void Add(int count)
    {
        _end += count;
        _wasFull = _end == _bytes.Length;
        _wasSmall = count < InitialSize;
    }

    /// <summary>Removes processed bytes.</summary>
    /// <param name="unread">The end of <see cref="Unread"/> that was not processed.</param>
    public void KeepUnread(ReadOnlyMemory<byte> unread) => _start = _end - unread.Length;

    private void Resize(int size)
    {
        byte[] next = size == InitialSize ? new byte[InitialSize] : ArrayPool<byte>.Shared.Rent(size);
        Unread.CopyTo(next);
        if (_bytes.Length > InitialSize)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = next;
    }

    private static int Grow(int size) => (int)Math.Min(2L * size, Array.MaxLength);
}
