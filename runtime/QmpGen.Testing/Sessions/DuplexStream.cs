using System.Buffers;
using System.IO.Pipelines;

namespace QmpGen.Testing.Sessions;

/// <summary>One end of an in-memory connection.</summary>
internal sealed class DuplexStream(PipeReader input, PipeWriter output) : Stream
{
    private volatile bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Creates the two ends of a connection.</summary>
    public static (DuplexStream Client, DuplexStream Server) CreatePair()
    {
        Pipe toServer = new();
        Pipe toClient = new();
        return (new DuplexStream(toClient.Reader, toServer.Writer), new DuplexStream(toServer.Reader, toClient.Writer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(_disposed, this);
        int length = (int)Math.Min(buffer.Length, result.Buffer.Length);
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, length);
        taken.CopyTo(buffer.Span);
        input.AdvanceTo(taken.End);
        return length;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        // The pipe copies everything that is written at once.
        const int MaxLength = 32 * 1024;
        do
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ReadOnlyMemory<byte> part = buffer[..Math.Min(buffer.Length, MaxLength)];
            FlushResult result = await output.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted)
            {
                throw new IOException("The other end of the connection is closed.");
            }

            buffer = buffer[part.Length..];
        } while (!buffer.IsEmpty);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes this end.</summary>
    /// <remarks>A pending read fails. The other end can still read the written bytes.</remarks>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            input.CancelPendingRead();
            input.Complete();
            output.Complete();
        }

        base.Dispose(disposing);
    }
}
