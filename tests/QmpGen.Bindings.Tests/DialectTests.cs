using HandMade;
using Xunit;

namespace QmpGen.Tests;

/// <summary>What a generated method sends for an out-of-band call, byte for byte.</summary>
public sealed class DialectTests
{
    [Theory]
    [InlineData(
        ScriptedPeer.Qemu212,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    [InlineData(ScriptedPeer.Qemu30, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(ScriptedPeer.Qemu72, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    public async Task A_generated_method_speaks_the_dialect_of_the_greeting(string greeting, string request)
    {
        await using ScriptedPeer peer = await ScriptedPeer.CreateAsync();
        await using HandMadeClient vm = await peer.NegotiateAsync(
            HandMadeClient.ConnectAsync(peer.ClientStream),
            greeting
        );

        Task call = vm.XOobTestAsync(@lock: false, outOfBand: true);

        Assert.Equal(request, await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Fact]
    public async Task A_call_that_does_not_ask_for_it_is_in_band()
    {
        await using ScriptedPeer peer = await ScriptedPeer.CreateAsync();
        await using HandMadeClient vm = await peer.NegotiateAsync(
            HandMadeClient.ConnectAsync(peer.ClientStream),
            ScriptedPeer.Qemu212
        );

        Task call = vm.XOobTestAsync(@lock: true, outOfBand: false);

        Assert.Equal("""{"execute":"x-oob-test","arguments":{"lock":true},"id":2}""", await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Fact]
    public async Task An_extra_argument_that_repeats_a_member_is_refused_and_the_next_call_works()
    {
        await using ScriptedPeer peer = await ScriptedPeer.CreateAsync();
        await using HandMadeClient vm = await peer.NegotiateAsync(
            HandMadeClient.ConnectAsync(peer.ClientStream),
            ScriptedPeer.Qemu72
        );

        QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
            vm.ExecuteAsync(new EchoCommand { Text = "a", ExtraArguments = { ["text"] = "b" } })
        );
        Assert.StartsWith("Duplicate member 'text'.", e.Message, StringComparison.Ordinal);

        Task<EchoResult> call = vm.EchoAsync("c");
        await peer.AnswerAsync(await peer.ExpectAsync("echo"), """{"text": "d"}""");
        Assert.Equal("d", (await call).Text);
    }
}
