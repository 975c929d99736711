namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>
/// The server's end of a connection in memory. Says one thing after another, each as soon as the client has sent so
/// many lines, and closes. What
/// it says comes in pieces whose sizes a number decides.
/// </summary>
/// <param name="split">0 for pieces as large as they are asked for, else where the sizes start from.</param>
/// <param name="parts">What is said, and after how many lines of the client's.</param>
internal sealed class FedStream(int split, params (int Lines, Func<byte[]> Bytes)[] parts) : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _sent = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _sizes = (uint)split;
    private int _lines;
    private int _part;
    private byte[]? _said;
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

    /// <summary>What the client has sent so far.</summary>
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

    /// <summary>Reads the next piece of what may be said already; nothing, where all has been said.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        for (; _part < parts.Length; _part++, _said = null, _position = 0)
        {
            if (_lines < parts[_part].Lines)
            {
                return false;
            }

            _said ??= parts[_part].Bytes();
            count = Math.Min(Math.Min(buffer.Length, NextSize()), _said.Length - _position);
            if (count > 0)
            {
                _said.AsSpan(_position, count).CopyTo(buffer);
                _position += count;
                return true;
            }
        }

        return true;
    }

    /// <summary>Mostly small, since that is where a reader goes wrong, and now and then large, since one byte at a time
    /// takes its time.</summary>
    private int NextSize()
    {
        if (split == 0)
        {
            return int.MaxValue;
        }

        _sizes = unchecked((_sizes * 1664525) + 1013904223);
        return (_sizes >> 28) switch
        {
            < 4 => 1,
            < 12 => (int)(_sizes >> 20 & 63) + 1,
            _ => (int)(_sizes >> 12 & 4095) + 1,
        };
    }
}
