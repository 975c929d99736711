using Qemu;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.MergedBindings.Tests;

/// <summary>Events of every merged release arrive as their types.</summary>
public sealed class MergedEventTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public async Task Events_OfAnyRelease_ArriveTyped()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "pc", "-m", "64", "-no-shutdown");
        await using QemuClient vm = await QemuClient.ConnectAsync(qemu.Endpoint);
        using QmpExpectation<ResetEvent> reset = vm.Expect<ResetEvent>();
        using QmpExpectation<ShutdownEvent> shutdown = vm.Expect<ShutdownEvent>();

        await vm.SystemResetAsync();
        ResetEvent first = await reset.WaitAsync(s_timeout);
        await vm.QuitAsync();
        ShutdownEvent last = await shutdown.WaitAsync(s_timeout);

        Assert.Equal(ShutdownCause.HostQmpSystemReset, first.Reason);
        Assert.Equal(ShutdownCause.HostQmpQuit, last.Reason);
    }
}
