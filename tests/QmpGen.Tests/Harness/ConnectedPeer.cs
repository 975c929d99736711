namespace QmpGen.Tests;

/// <summary>A scripted monitor and an untyped client that is connected to it.</summary>
internal sealed class ConnectedPeer : PeerWithClient<QmpClient>
{
    private ConnectedPeer(ConnectedSockets sockets)
        : base(sockets) { }

    public static async Task<ConnectedPeer> CreateAsync(
        string greeting = Greetings.Qemu72,
        QmpClientOptions? options = null
    )
    {
        ConnectedPeer peer = new(ConnectedSockets.Create());
        peer.Client = await peer.NegotiateAsync(QmpClient.ConnectAsync(peer.ClientStream, options), greeting);
        return peer;
    }
}
