using HandMade;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>The exact requests that generated methods send for out-of-band calls.</summary>
public sealed class GeneratedOutOfBandCallTests
{
    [Theory]
    [InlineData(
        Greetings.Qemu212,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    [InlineData(Greetings.Qemu30, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(Greetings.Qemu72, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    public async Task OutOfBandCall_WithGreeting_UsesItsDialect(string greeting, string request)
    {
        await using ConnectedHandMadePeer peer = await ConnectedHandMadePeer.CreateAsync(greeting);

        Task call = peer.Client.XOobTestAsync(@lock: false, outOfBand: true);

        Assert.Equal(request, await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Fact]
    public async Task Call_WithOutOfBandFalse_IsSentInBand()
    {
        await using ConnectedHandMadePeer peer = await ConnectedHandMadePeer.CreateAsync(Greetings.Qemu212);

        Task call = peer.Client.XOobTestAsync(@lock: true, outOfBand: false);

        Assert.Equal("""{"execute":"x-oob-test","arguments":{"lock":true},"id":2}""", await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Fact]
    public async Task Call_WithDuplicateExtraArgument_ThrowsAndKeepsConnection()
    {
        await using ConnectedHandMadePeer peer = await ConnectedHandMadePeer.CreateAsync(Greetings.Qemu72);

        QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
            peer.Client.ExecuteAsync(new EchoCommand { Text = "a", ExtraArguments = { ["text"] = "b" } })
        );
        Assert.Contains("'text'", e.Message, StringComparison.Ordinal);

        Task<EchoResult> call = peer.Client.EchoAsync("c");
        await peer.ReplyAsync(await peer.ExpectAsync("echo"), """{"text": "d"}""");
        Assert.Equal("d", (await call).Text);
    }

    private sealed class ConnectedHandMadePeer : PeerWithClient<HandMadeClient>
    {
        private ConnectedHandMadePeer(ConnectedSockets sockets)
            : base(sockets) { }

        public static async Task<ConnectedHandMadePeer> CreateAsync(string greeting)
        {
            ConnectedHandMadePeer peer = new(ConnectedSockets.Create());
            peer.Client = await peer.NegotiateAsync(HandMadeClient.ConnectAsync(peer.ClientStream), greeting);
            return peer;
        }
    }
}
