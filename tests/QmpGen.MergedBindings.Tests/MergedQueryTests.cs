using System.Threading.Channels;
using Qemu;
using QmpGen.Bindings.Tests;
using QmpGen.Tests;
using Xunit.Abstractions;

namespace QmpGen.MergedBindings.Tests;

/// <summary>Reads every reply of a real QEMU with the bindings merged from four releases, and writes it
/// again.</summary>
public sealed class MergedQueryTests(ITestOutputHelper output)
{
    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public Task MergedQueries_WithoutMachine_RoundTrip() => RoundTripAllAsync("-M", "none");

    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public Task MergedQueries_WithMachine_RoundTrip() => RoundTripAllAsync(QueryRoundTrip.Machine);

    private async Task RoundTripAllAsync(params string[] machine)
    {
        await using RealQemu qemu = await RealQemu.StartAsync(machine);
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>();
        await using QemuClient vm = await QemuClient.ConnectAsync(
            qemu.Endpoint,
            new QmpClientOptions { WireTap = new ChannelWireTap(tap.Writer) }
        );
        await new QueryRoundTrip(vm, tap, output).RunAsync(connectReplies: 2);
    }
}
