using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>A socket on which QEMU listens.</summary>
internal abstract class SocketEndpoint : QmpEndpoint
{
    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new NetworkStream(await ConnectAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true);
        }
        catch (SocketException e)
        {
            (string reason, bool isTransient) = Explain(e);
            throw new QmpConnectionException($"Cannot connect to {this}: {reason}", e) { IsTransient = isTransient };
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"Cannot connect to {this}: timed out after {options.ConnectTimeout.TotalSeconds:0.###} s. "
                    + $"{UsualCauseOfTimeout}",
                e
            );
        }
    }

    /// <summary>The usual cause of a timeout, as a complete sentence.</summary>
    protected abstract string UsualCauseOfTimeout { get; }

    protected abstract ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Explains the reason of a failure with the remedy, and whether waiting can cure it.</summary>
    protected abstract (string Reason, bool IsTransient) Explain(SocketException failure);

    /// <summary>Connects a socket, and disposes it on failure.</summary>
    protected static async ValueTask<Socket> ConnectAsync(
        Socket socket,
        EndPoint endPoint,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
