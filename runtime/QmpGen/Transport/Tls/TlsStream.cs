using System.Net.Security;

namespace QmpGen;

/// <summary>
/// TLS as every QEMU can read it. A monitor takes one byte at a time. An older QEMU then waits for the network before
/// it takes the next, and so
/// never takes the rest of a record that it has decrypted already. A peer that is not known to be newer gets a record
/// per byte: its monitor's pace is
/// a byte at a time anyway.
/// </summary>
/// <param name="inner">TLS upon a stream that gathers until it is flushed.</param>
internal sealed class TlsStream(SslStream inner) : WrappingStream(inner)
{
    // Seen to be so in 7.2, and not in 10.0.
    private const int FirstThatReadsRecords = 10;

    // Gathering completes at once, so that nothing else lets the caller go.
    private const int BytesBetweenYields = 256;

    private volatile bool _readsRecords;

    /// <summary>Who the peer is, once it has said so.</summary>
    public void Greeted(QmpVersion version) => _readsRecords = version.Major >= FirstThatReadsRecords;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _readsRecords ? Inner.WriteAsync(buffer, cancellationToken) : WriteBytesAsync(buffer, cancellationToken);

    /// <summary>Tells the peer that this is the end, and no attack that cuts the connection.</summary>
    public async Task ShutdownAsync()
    {
        await ((SslStream)Inner).ShutdownAsync().ConfigureAwait(false);
        await Inner.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask WriteBytesAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            if (i % BytesBetweenYields == BytesBetweenYields - 1)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            await Inner.WriteAsync(buffer.Slice(i, 1), cancellationToken).ConfigureAwait(false);
        }
    }
}
