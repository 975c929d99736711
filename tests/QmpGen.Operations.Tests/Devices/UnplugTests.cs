namespace QmpGen.Operations.Tests;

/// <summary>Unplug of devices of a real QEMU, whose machine does not run an operating system.</summary>
public sealed class UnplugTests
{
    private static readonly UnplugOptions s_options = new() { PollInterval = TimeSpan.FromMilliseconds(100) };

    [QemuFact]
    public async Task Unplug_OfUsbDevice_RemovesItAtOnce()
    {
        await using OperationQemu qemu = await StartAsync();

        Assert.True(await qemu.Client.UnplugAsync("tablet"));
        Assert.True(await qemu.Client.UnplugAsync("/machine/peripheral/mouse"));

        Assert.False(await qemu.Client.UnplugAsync("tablet"));
        Assert.False(await qemu.Client.UnplugAsync("/machine/peripheral/mouse"));
    }

    [QemuFact]
    public async Task Unplug_WithoutGuest_TimesOutAsPending()
    {
        await using OperationQemu qemu = await StartAsync();
        UnplugOptions options = s_options with { Timeout = TimeSpan.FromMilliseconds(300) };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            qemu.Client.UnplugAsync("rng", options)
        );

        Assert.StartsWith("The device 'rng' was not removed within 0.3 s.", e.Message, StringComparison.Ordinal);
        Assert.Contains("still pending", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Unplugs_OfTheSameDevice_BothEndAtReset()
    {
        await using OperationQemu qemu = await StartAsync();
        Task<bool> byId = qemu.Client.UnplugAsync("rng", s_options);
        Task<bool> byPath = qemu.Client.UnplugAsync("/machine/peripheral/rng", s_options);
        await qemu.ExecuteAsync("query-status");
        Assert.False(byId.IsCompleted || byPath.IsCompleted);

        await ResetAsync(qemu);

        Assert.True(await byId);
        Assert.True(await byPath);
    }

    [QemuFact]
    public async Task Unplug_WhenConnectionIsLost_IsFoundDone()
    {
        await using OperationQemu qemu = await StartAsync();
        Task<bool> unplug = qemu.Client.UnplugAsync("rng", s_options);
        await qemu.ExecuteAsync("query-status");
        using QmpExpectation<QmpInterruptedEvent> lost = qemu.Client.Expect<QmpInterruptedEvent>();
        qemu.Drop();
        await lost.WaitAsync(TimeSpan.FromSeconds(10));
        await qemu.Client.WaitUntilConnectedAsync();
        await ResetAsync(qemu);

        Assert.True(await unplug);
    }

    [QemuFact]
    public async Task Unplug_WhenCanceled_ThrowsAndStaysPending()
    {
        await using OperationQemu qemu = await StartAsync();
        using CancellationTokenSource cancel = new();
        Task<bool> unplug = qemu.Client.UnplugAsync("rng", s_options, cancel.Token);
        await qemu.ExecuteAsync("query-status");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unplug);

        Task<bool> again = qemu.Client.UnplugAsync("rng", s_options);
        await ResetAsync(qemu);

        Assert.True(await again);
    }

    [QemuFact]
    public async Task Unplug_WhenQemuIsKilled_ThrowsConnectionError()
    {
        await using OperationQemu qemu = await StartAsync();
        Task<bool> unplug = qemu.Client.UnplugAsync("rng", s_options);
        await qemu.ExecuteAsync("query-status");

        qemu.Process.Kill();

        await Assert.ThrowsAsync<QmpConnectionException>(() => unplug);
    }

    [QemuFact]
    public async Task Unplug_OfDeviceThatIsNotHotpluggable_ThrowsQemusError()
    {
        await using OperationQemu qemu = await StartAsync();

        await Assert.ThrowsAsync<QmpCommandException>(() => qemu.Client.UnplugAsync("vga"));
    }

    private static async Task ResetAsync(OperationQemu qemu)
    {
        // The unplug commands are sent before this one.
        await qemu.ExecuteAsync("system_reset");
        await qemu.ExecuteAsync("cont");
    }

    private static Task<OperationQemu> StartAsync() =>
        OperationQemu.StartAsync([
            "-M",
            "pc",
            "-m",
            "32",
            "-S",
            .. Device("usb-ehci,id=usb"),
            .. Device("usb-tablet,id=tablet,bus=usb.0"),
            .. Device("usb-mouse,id=mouse,bus=usb.0"),
            .. Device("virtio-rng-pci,id=rng"),
            .. Device("isa-vga,id=vga"),
        ]);

    private static string[] Device(string device) => ["-device", device];
}
