using System.Net.Sockets;

namespace QmpGen.Operations.Tests;

/// <summary>Connects to a unix socket, and closes its connections on request.</summary>
internal sealed class DroppableEndpoint(string endpoint)
{
    private Action _drop = () => { };

    public QmpEndpoint Endpoint => QmpEndpoint.Create("a droppable connection", ConnectAsync);

    /// <summary>Closes the current connection, as a broken network would.</summary>
    public void Drop() => _drop();

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint["unix:".Length..]), cancellationToken);
        _drop = () => socket.Shutdown(SocketShutdown.Both);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
