using Qemu111;
using Xunit;

namespace QmpGen.Tests;

/// <summary>Bindings of a newer schema against an older QEMU.</summary>
public sealed class OlderQemuTests
{
    [QemuFact("7.2")]
    public async Task Bindings_of_a_newer_schema_say_which_member_an_older_qemu_lacks()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu111Client vm = await Qemu111Client.ConnectAsync(qemu.Endpoint);
        await vm.BlockdevAddAsync(new BlockdevOptions.NullCo { NodeName = "disk0", ReadZeroes = true });

        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => vm.QueryNamedBlockNodesAsync());

        Assert.StartsWith(
            "The answer to 'query-named-block-nodes' lacks the members ",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("'active'", e.Message, StringComparison.Ordinal);
        Assert.Contains("which the schema of QEMU 11.1.3 requires", e.Message, StringComparison.Ordinal);
        Assert.Contains($"The peer is QEMU {vm.Greeting.Version}.", e.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Running, (await vm.QueryStatusAsync()).Status);
    }
}
