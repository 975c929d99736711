using System.Buffers;

namespace QmpGen;

/// <summary>Buffers writes until a flush, so that many small TLS records are sent together.</summary>
internal sealed class GatheringStream(Stream inner) : WrappingStream(inner)
{
    private const int MaxBufferedBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _buffer.Write(buffer.Span);
        return _buffer.WrittenCount < MaxBufferedBytes ? ValueTask.CompletedTask : WriteBufferAsync(cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteBufferAsync(cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteBufferAsync(CancellationToken cancellationToken)
    {
        if (_buffer.WrittenCount == 0)
        {
            return;
        }

        await Inner.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
