using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>An open connection, as a stream of bytes.</summary>
/// <remarks>Encapsulates the features of particular streams: polling, descriptors and TLS.</remarks>
internal sealed class QmpTransport : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly PolledSocket? _socket;

    /// <param name="stream">The stream, which the transport owns.</param>
    public QmpTransport(Stream stream)
    {
        _stream = stream;
        _socket = OperatingSystem.IsLinux() ? PolledSocket.TryCreate(stream) : null;
    }

    /// <summary>Whether the event loop receives, so that a receive returns at once.</summary>
    public bool IsPolled => _socket is not null;

    /// <summary>The received bytes that were not processed.</summary>
    public ReceiveBuffer Input { get; } = new();

    /// <summary>Adapts writing to the version of the peer.</summary>
    public void OnGreeting(QmpVersion version) => (_stream as TlsStream)?.OnGreeting(version);

    /// <summary>Keeps a descriptor open until it is sent with a request.</summary>
    /// <inheritdoc cref="PassedDescriptor.Hold" path="/exception"/>
    public PassedDescriptor HoldDescriptor(SafeHandle handle) => PassedDescriptor.Hold(handle, _stream);

    /// <summary>Receives bytes into the free space of <see cref="Input"/>.</summary>
    /// <param name="cancellationToken">A token that cancels the wait for some streams. Disposing the transport ends the
    /// wait for the others.</param>
    /// <returns>The number of bytes; 0 if the peer closed the connection or the transport was disposed. The
    /// continuation must not run user code.</returns>
    public ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        Memory<byte> free = Input.GetFreeSpace();
        return OperatingSystem.IsLinux() && _socket is not null
            ? _socket.ReceiveAsync(free)
            : _stream.ReadAsync(free, cancellationToken);
    }

    /// <summary>Writes requests, and a descriptor if there is one.</summary>
    public ValueTask WriteAsync(
        ReadOnlyMemory<byte> requests,
        PassedDescriptor? descriptor,
        CancellationToken cancellationToken
    )
    {
        ValueTask writing = descriptor is null
            ? _stream.WriteAsync(requests, cancellationToken)
            : descriptor.WriteAsync(requests, cancellationToken);
        return _stream is NetworkStream ? writing : FlushAsync(writing, cancellationToken);
    }

    /// <summary>Sends the close notification of TLS.</summary>
    public Task ShutdownAsync() => _stream is TlsStream tls ? tls.ShutdownAsync() : Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            _socket?.Dispose();
        }

        return _stream.DisposeAsync();
    }

    private async ValueTask FlushAsync(ValueTask writing, CancellationToken cancellationToken)
    {
        await writing.ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
