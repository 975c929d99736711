using System.Text;

namespace QmpGen.Tests;

/// <summary>Forwards to another stream and injects the faults that a test configures.</summary>
internal sealed class FaultyStream(Stream inner) : RelayStream(inner)
{
    private readonly TaskCompletionSource _readLimitReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _failedWrite = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Stream> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _writeFailure;
    private long _readCount;

    /// <summary>The largest number of bytes that a single read or write forwards. Default: no limit.</summary>
    public int ChunkSize { get; init; } = int.MaxValue;

    /// <summary>The number of bytes after which reads wait for <see cref="ContinueWith"/> or <see cref="FailReads"/>.
    /// Default: no limit.</summary>
    public long ReadLimit { get; init; } = long.MaxValue;

    /// <summary>Whether a read that waits ignores its cancellation token.</summary>
    public bool IgnoresCancellation { get; init; }

    /// <summary>Latin-1 text that reads return endlessly instead of the inner stream's data.</summary>
    public string? EndlessContent { get; init; }

    /// <summary>A gate that a write waits for synchronously.</summary>
    public ManualResetEventSlim? WriteGate { get; init; }

    /// <summary>Whether the inner stream stays open when this one is disposed.</summary>
    public bool KeepsInnerOpen { get; init; }

    /// <summary>Whether flushing never completes.</summary>
    public bool HoldsFlush { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Completes when a read waits because of <see cref="ReadLimit"/>.</summary>
    public Task ReadLimitReached => _readLimitReached.Task;

    /// <summary>Creates a stream whose reads neither complete nor can be canceled.</summary>
    public static FaultyStream CreateUnresponsive() => new(Null) { ReadLimit = 0, IgnoresCancellation = true };

    /// <summary>Replaces the inner stream behind <see cref="ReadLimit"/>.</summary>
    public void ContinueWith(Stream next) => _next.SetResult(next);

    /// <summary>Fails the reads behind <see cref="ReadLimit"/>.</summary>
    public void FailReads(Exception failure) => _next.SetException(failure);

    /// <summary>Fails writes from now on, and holds back what is read until a write has failed.</summary>
    public void FailWrites(Exception? failure = null) => _writeFailure = failure ?? new IOException("Broken pipe");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (EndlessContent is not null)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return FillWithContent(buffer.Span);
        }

        Stream source = Inner;
        if (_readCount >= ReadLimit)
        {
            _readLimitReached.TrySetResult();
            source = await (IgnoresCancellation ? _next.Task : _next.Task.WaitAsync(cancellationToken));
        }

        long room = _readCount < ReadLimit ? ReadLimit - _readCount : long.MaxValue;
        int size = (int)Math.Min(buffer.Length, Math.Min(ChunkSize, room));
        int count = await source.ReadAsync(buffer[..size], cancellationToken);
        _readCount += count;
        if (_writeFailure is not null)
        {
            await _failedWrite.Task.WaitAsync(cancellationToken);
        }

        return count;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_writeFailure is { } failure)
        {
            _failedWrite.TrySetResult();
            throw failure;
        }

        if (WriteGate?.Wait(ScriptedPeer.WaitTimeout, CancellationToken.None) == false)
        {
            throw new TimeoutException("The write gate stayed closed.");
        }

        Stream target = _next.Task.IsCompletedSuccessfully ? _next.Task.Result : Inner;
        while (!buffer.IsEmpty)
        {
            int size = Math.Min(buffer.Length, ChunkSize);
            await target.WriteAsync(buffer[..size], cancellationToken);
            buffer = buffer[size..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        HoldsFlush ? Task.Delay(Timeout.Infinite, cancellationToken) : base.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        if (!KeepsInnerOpen)
        {
            base.Dispose(disposing);
        }
    }

    private int FillWithContent(Span<byte> buffer)
    {
        ReadOnlySpan<byte> content = Encoding.Latin1.GetBytes(EndlessContent!);
        Span<byte> rest = buffer;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> next = content[(int)(_readCount % content.Length)..];
            next = next[..Math.Min(next.Length, rest.Length)];
            next.CopyTo(rest);
            rest = rest[next.Length..];
            _readCount += next.Length;
        }

        return buffer.Length;
    }
}
