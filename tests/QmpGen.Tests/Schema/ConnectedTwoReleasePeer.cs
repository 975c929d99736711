namespace QmpGen.Tests;

/// <summary>A scripted monitor and a <see cref="TwoReleaseClient"/> that is connected to it.</summary>
internal sealed class ConnectedTwoReleasePeer : PeerWithClient<TwoReleaseClient>
{
    private ConnectedTwoReleasePeer(ConnectedSockets sockets)
        : base(sockets) { }

    /// <param name="greeting">The greeting.</param>
    /// <param name="sendsSchema">Whether the client requests the schema, because it does not know the version.</param>
    public static async Task<ConnectedTwoReleasePeer> CreateAsync(string greeting, bool sendsSchema = false)
    {
        ConnectedTwoReleasePeer peer = new(ConnectedSockets.Create());
        Task<TwoReleaseClient> connecting = TwoReleaseClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(greeting);
        await peer.ReplyAsync(await peer.ReceiveAsync());
        if (sendsSchema)
        {
            await peer.ReplyAsync(await peer.ExpectAsync("query-qmp-schema"), TwoReleaseClient.OldSchemaLine);
        }

        peer.Client = await connecting.WaitAsync(WaitTimeout);
        return peer;
    }
}
