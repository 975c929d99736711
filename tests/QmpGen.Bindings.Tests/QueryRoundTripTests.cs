using System.Threading.Channels;
using Qemu72;
using QmpGen.Tests;
using Xunit.Abstractions;

namespace QmpGen.Bindings.Tests;

/// <summary>Reads the reply to every query without arguments, writes it again and compares.</summary>
public sealed class QueryRoundTripTests(ITestOutputHelper output)
{
    [QemuFact("7.2")]
    public Task Queries_WithoutMachine_RoundTrip() => RoundTripAllAsync("-M", "none");

    [QemuFact("7.2")]
    public Task Queries_WithMachine_RoundTrip() => RoundTripAllAsync(QueryRoundTrip.Machine);

    private async Task RoundTripAllAsync(params string[] machine)
    {
        await using RealQemu qemu = await RealQemu.StartAsync(machine);
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(
            qemu.Endpoint,
            new QmpClientOptions { WireTap = new ChannelWireTap(tap.Writer) }
        );
        await new QueryRoundTrip(vm, tap, output).RunAsync();
    }
}
