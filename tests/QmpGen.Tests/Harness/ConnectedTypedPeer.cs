namespace QmpGen.Tests;

/// <summary>A scripted monitor and a <see cref="TypedClient"/> that is connected to it.</summary>
internal sealed class ConnectedTypedPeer : PeerWithClient<TypedClient>
{
    private ConnectedTypedPeer(ConnectedSockets sockets)
        : base(sockets) { }

    public static async Task<ConnectedTypedPeer> CreateAsync(QmpClientOptions? options = null)
    {
        ConnectedTypedPeer peer = new(ConnectedSockets.Create());
        Task<TypedClient> connecting = TypedClient.ConnectAsync(peer.ClientStream, options);
        peer.Client = await peer.NegotiateAsync(connecting, Greetings.Qemu72);
        return peer;
    }
}
