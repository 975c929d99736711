namespace QmpGen.Tests;

/// <summary>A scripted peer and the client that is connected to it; disposing ends both.</summary>
internal abstract class PeerWithClient<TClient> : ScriptedPeer
    where TClient : QmpClient
{
    private protected PeerWithClient(ConnectedSockets sockets)
        : base(sockets) { }

    /// <summary>The client under test.</summary>
    public TClient Client { get; private protected set; } = null!;

    /// <summary>Asserts that the next call succeeds.</summary>
    public virtual Task AssertUsableAsync() => RoundTripAsync();

    /// <summary>Completes one call, after which the client has read everything that was sent before.</summary>
    public Task RoundTripAsync() => RoundTripAsync(Client);

    public override async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await base.DisposeAsync();
    }
}
