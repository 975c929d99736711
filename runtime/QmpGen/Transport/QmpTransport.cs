using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>An open connection, as a stream of bytes.</summary>
/// <remarks>Encapsulates the features of particular streams: descriptors and TLS.</remarks>
/// <param name="stream">The stream, which the transport owns.</param>
internal sealed class QmpTransport(Stream stream) : IAsyncDisposable
{
    private const int ReadBufferSize = 16 * 1024;

    public PipeReader Input { get; } =
        PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBufferSize, leaveOpen: true));

    /// <summary>Adapts writing to the version of the peer.</summary>
    public void OnGreeting(QmpVersion version) => (stream as TlsStream)?.OnGreeting(version);

    /// <summary>Keeps a descriptor open until it is sent with a request.</summary>
    /// <inheritdoc cref="PassedDescriptor.Hold" path="/exception"/>
    public PassedDescriptor HoldDescriptor(SafeHandle handle) => PassedDescriptor.Hold(handle, stream);

    /// <summary>Writes a request, and a descriptor if there is one.</summary>
    public async Task WriteAsync(
        ReadOnlyMemory<byte> request,
        PassedDescriptor? descriptor,
        CancellationToken cancellationToken
    )
    {
        if (descriptor is null)
        {
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await descriptor.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the close notification of TLS.</summary>
    public Task ShutdownAsync() => stream is TlsStream tls ? tls.ShutdownAsync() : Task.CompletedTask;

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
