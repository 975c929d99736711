using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>An endpoint at which QEMU listens.</summary>
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
            throw new QmpConnectionException($"Cannot connect to {this}: {Explain(e)}", e);
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"Waited {options.ConnectTimeout.TotalSeconds:0.###} s for a connection to {this}, and nobody took the call. {UsualCauseOfNoAnswer}",
                e
            );
        }
    }

    /// <summary>Why connecting may neither succeed nor fail, as whole sentences.</summary>
    protected abstract string UsualCauseOfNoAnswer { get; }

    protected abstract ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Why connecting failed, and what to do about it.</summary>
    protected abstract string Explain(SocketException failure);

    /// <summary>Connects a socket, or closes it.</summary>
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
