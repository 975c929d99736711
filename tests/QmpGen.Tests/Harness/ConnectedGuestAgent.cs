namespace QmpGen.Tests;

/// <summary>A scripted guest agent and a client that has synchronized with it.</summary>
internal sealed class ConnectedGuestAgent : PeerWithClient<AgentClient>
{
    private ConnectedGuestAgent(ConnectedSockets sockets)
        : base(sockets) { }

    public static async Task<ConnectedGuestAgent> CreateAsync(QmpClientOptions? options = null)
    {
        ConnectedGuestAgent peer = new(ConnectedSockets.Create());
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, options);
        await peer.SynchronizeAsync();
        peer.Client = await connecting.WaitAsync(WaitTimeout);
        return peer;
    }

    public override Task AssertUsableAsync() => this.AssertUsableAsync(Client);
}
