using System.Net.Sockets;

namespace QmpGen.Operations.Tests;

/// <summary>An endpoint whose connection the test can break; the client then connects again.</summary>
internal sealed class BreakableEndpoint
{
    private readonly UnixDomainSocketEndPoint _peer;
    private volatile Socket? _socket;

    public BreakableEndpoint(string endpoint)
    {
        _peer = new UnixDomainSocketEndPoint(endpoint["unix:".Length..]);
        Endpoint = QmpEndpoint.Create("a connection that breaks", ConnectAsync);
    }

    public QmpEndpoint Endpoint { get; }

    /// <summary>Options of a client that reconnects at once.</summary>
    public static QmpClientOptions Options { get; } =
        new() { Reconnect = new QmpReconnectPolicy { FirstDelay = TimeSpan.FromMilliseconds(1) } };

    /// <summary>Ends the current connection for both sides.</summary>
    public void Break() => _socket?.Shutdown(SocketShutdown.Both);

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(_peer, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
