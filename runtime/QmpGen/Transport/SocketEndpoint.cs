using System.Net.Sockets;

namespace QmpGen;

/// <summary>An endpoint at which QEMU listens.</summary>
internal abstract class SocketEndpoint : QmpEndpoint
{
    internal override async ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken)
    {
        Socket socket = CreateSocket();
        try
        {
            await ConnectAsync(socket, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new QmpConnectionException($"Cannot connect to {this}: {Explain(e)}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    protected abstract Socket CreateSocket();

    protected abstract ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken);

    /// <summary>Why connecting failed, and what to do about it.</summary>
    protected abstract string Explain(SocketException failure);
}
