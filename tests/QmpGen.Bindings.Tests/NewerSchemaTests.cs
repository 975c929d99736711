using Qemu111;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Bindings of a newer schema with an older QEMU.</summary>
public sealed class NewerSchemaTests
{
    [QemuFact("7.2")]
    public async Task Call_WhenReplyOfOlderQemuLacksMember_ThrowsWithMemberAndVersions()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu111Client vm = await Qemu111Client.ConnectAsync(qemu.Endpoint);
        await vm.BlockdevAddAsync(new BlockdevOptions.NullCo { NodeName = "disk0", ReadZeroes = true });

        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => vm.QueryNamedBlockNodesAsync());

        Assert.All(
            ["'query-named-block-nodes'", "'active'", "11.1.3", $"{vm.Greeting.Version}"],
            part => Assert.Contains(part, e.Message, StringComparison.Ordinal)
        );
        Assert.Equal(RunState.Running, (await vm.QueryStatusAsync()).Status);
    }
}
