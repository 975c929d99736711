using System.Buffers;

namespace QmpGen;

/// <summary>Gathers what is written until it is flushed, so that many small records go out as one. Reads pass
/// through.</summary>
internal sealed class GatheringStream(Stream inner) : WrappingStream(inner)
{
    private const int MaxGathered = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _gathered = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gathered.Write(buffer.Span);
        return _gathered.WrittenCount < MaxGathered ? ValueTask.CompletedTask : SendAsync(cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_gathered.WrittenCount == 0)
        {
            return;
        }

        await Inner.WriteAsync(_gathered.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _gathered.ResetWrittenCount();
    }
}
