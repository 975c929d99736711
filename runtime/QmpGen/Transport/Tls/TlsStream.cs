using System.Net.Security;

namespace QmpGen;

/// <summary>A TLS stream whose records every QEMU version can read.</summary>
/// <remarks>
/// A monitor reads one byte at a time. Before each byte, an older QEMU waits for data from the network, so it never
/// reads the rest of a record that it has already decrypted. Such a QEMU gets one record for each byte. This does not
/// slow down the monitor, because it always reads single bytes.
/// </remarks>
/// <param name="inner">The TLS stream, over a <see cref="GatheringStream"/>.</param>
internal sealed class TlsStream(SslStream inner) : WrappingStream(inner)
{
    // Observed: 7.2 cannot read longer records, 10.0 can.
    private const int FirstVersionThatReadsRecords = 10;

    // Writes to the buffer complete synchronously, so the loop must yield.
    private const int BytesBetweenYields = 256;

    private volatile bool _readsRecords;

    /// <summary>Adapts writing to the version in the greeting.</summary>
    public void OnGreeting(QmpVersion version) => _readsRecords = version.Major >= FirstVersionThatReadsRecords;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _readsRecords ? Inner.WriteAsync(buffer, cancellationToken) : WriteBytesAsync(buffer, cancellationToken);

    /// <summary>Sends a close notification, so that the peer can detect a truncation attack.</summary>
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
