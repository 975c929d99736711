namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>A connection to a server that sends prepared bytes and closes.</summary>
/// <param name="split">The seed for the sizes of reads. 0 for reads as large as possible.</param>
/// <param name="parts">The bytes to send, each after the given number of lines from the client.</param>
internal sealed class ScriptedServerStream(int split, params (int Lines, Func<byte[]> Bytes)[] parts) : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _sent = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _sizeState = (uint)split;
    private int _lines;
    private int _part;
    private byte[]? _partBytes;
    private int _position;
    private bool _isDisposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The bytes that the client has sent so far.</summary>
    public byte[] Sent
    {
        get
        {
            lock (_gate)
            {
                return _sent.ToArray();
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (TryRead(buffer.Span, out int count))
                {
                    return count;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _sent.Write(buffer.Span);
            _lines += buffer.Span.Count((byte)'\n');
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the next bytes. Reads nothing after the last part. Returns false if the client must send
    /// more.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        for (; _part < parts.Length; _part++, _partBytes = null, _position = 0)
        {
            if (_lines < parts[_part].Lines)
            {
                return false;
            }

            _partBytes ??= parts[_part].Bytes();
            count = Math.Min(Math.Min(buffer.Length, GetNextSize()), _partBytes.Length - _position);
            if (count > 0)
            {
                _partBytes.AsSpan(_position, count).CopyTo(buffer);
                _position += count;
                return true;
            }
        }

        return true;
    }

    /// <summary>Returns a size, which is mostly small to test readers, and sometimes large to save time.</summary>
    private int GetNextSize()
    {
        if (split == 0)
        {
            return int.MaxValue;
        }

        _sizeState = unchecked((_sizeState * 1664525) + 1013904223);
        return (_sizeState >> 28) switch
        {
            < 4 => 1,
            < 12 => (int)(_sizeState >> 20 & 63) + 1,
            _ => (int)(_sizeState >> 12 & 4095) + 1,
        };
    }
}
