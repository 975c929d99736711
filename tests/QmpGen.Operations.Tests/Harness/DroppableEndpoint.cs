using System.Net.Sockets;

namespace QmpGen.Operations.Tests;

/// <summary>Connects to a unix socket, and closes its connections on request.</summary>
internal sealed class DroppableEndpoint(string endpoint)
{
    private Action _drop = () => { };

    /// <summary>Options of a client that reconnects at once.</summary>
    public static QmpClientOptions ReconnectAtOnce { get; } =
        new() { Reconnect = new QmpReconnectPolicy { FirstDelay = TimeSpan.FromMilliseconds(1) } };

    public QmpEndpoint Endpoint => QmpEndpoint.Create("a droppable connection", ConnectAsync);

    /// <summary>Closes the current connection, as a broken network would.</summary>
    public void Drop() => _drop();

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint["unix:".Length..]), cancellationToken);
        // A closed socket would not wake the client's event loop.
        _drop = () => socket.Shutdown(SocketShutdown.Both);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
