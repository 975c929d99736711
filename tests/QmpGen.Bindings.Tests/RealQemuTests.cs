using System.Text.Json;
using Qemu72;
using Xunit;

namespace QmpGen.Tests;

/// <summary>Typed calls that a real QEMU answers.</summary>
public sealed class RealQemuTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [QemuFact("7.2")]
    public async Task A_QEMU_that_is_started_here_answers_and_quits()
    {
        await using QemuProcess qemu = QemuProcess.Start(
            "qemu-system-x86_64",
            ["-M", "none", "-display", "none", "-name", "guest=first"]
        );
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Monitor);
        Assert.Equal("first", (await vm.QueryNameAsync()).Name);
        await vm.QuitAsync();
        Assert.Equal(0, await qemu.Exited.WaitAsync(s_limit));
    }

    [QemuFact("7.2")]
    public async Task A_block_device_is_added_found_and_removed()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        string path = Path.Combine(qemu.Directory, "disk.raw");
        await File.WriteAllBytesAsync(path, new byte[65536]);

        await vm.BlockdevAddAsync(
            new BlockdevOptions.Raw
            {
                NodeName = "disk0",
                ReadOnly = true,
                File = new BlockdevOptions.File { Filename = path },
            }
        );

        QmpList<BlockDeviceInfo> nodes = await vm.QueryNamedBlockNodesAsync();
        BlockDeviceInfo disk = Assert.Single(nodes, node => node.NodeName == "disk0");
        Assert.Equal(("raw", true, 65536L), (disk.Drv, disk.Ro, disk.Image.VirtualSize));
        await vm.BlockdevDelAsync("disk0");
        Assert.DoesNotContain(await vm.QueryNamedBlockNodesAsync(), node => node.NodeName == "disk0");
    }

    [QemuFact("7.2")]
    public async Task An_event_is_typed_and_comes_before_the_answer_of_the_command_that_caused_it()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        using QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>();

        await vm.StopAsync();

        Assert.InRange(
            (DateTimeOffset.UtcNow - (await stopped.WaitAsync(s_limit)).Timestamp!.Value).TotalSeconds,
            -60,
            60
        );
        Assert.Equal(RunState.Paused, (await vm.QueryStatusAsync()).Status);
    }

    [QemuFact("7.2")]
    public async Task Subscriptions_get_the_events_of_commands_in_their_order()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        using QmpSubscription<StopEvent> stops = vm.Subscribe<StopEvent>();
        using QmpSubscription<QmpEvent> both = vm.Subscribe<QmpEvent>(e => e is StopEvent or ResumeEvent);

        await vm.StopAsync();
        await vm.ContAsync();
        await vm.StopAsync();
        await vm.DisposeAsync();

        Assert.Equal(2, await stops.CountAsync());
        Assert.Equal(
            [typeof(StopEvent), typeof(ResumeEvent), typeof(StopEvent)],
            await both.Select(e => e.GetType()).ToListAsync()
        );
        Assert.Equal((0, 0), (both.Dropped, both.Interruptions));
    }

    [QemuFact("7.2")]
    public async Task An_out_of_band_call_is_answered_like_any_other()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        Assert.True(vm.OutOfBandEnabled);
        Assert.Contains(
            await vm.QueryYankAsync(outOfBand: true),
            instance => instance is YankInstance.Chardev { Id: "compat_monitor0" }
        );
        Assert.Equal(await vm.QueryYankAsync(), await vm.ExecuteOutOfBandAsync(new QueryYankCommand()));
        await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteOutOfBandAsync(new MigratePauseCommand()));
    }

    [QemuFact("7.2")]
    public async Task An_error_of_qemu_has_its_class_and_description()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("nope"));

        Assert.Equal(
            ("device_del", "DeviceNotFound", "Device 'nope' not found"),
            (e.Command, e.ErrorClass, e.Description)
        );
    }

    [QemuFact("7.2")]
    public async Task Arguments_that_the_schema_does_not_list_reach_qemu()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "pc", "-netdev", "user,id=net1");
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        await vm.ExecuteAsync(
            new DeviceAddCommand
            {
                Driver = "virtio-net-pci",
                Id = "nic1",
                ExtraArguments = { ["netdev"] = "net1", ["romfile"] = "" },
            }
        );

        QmpValue netdev = await vm.QomGetAsync("/machine/peripheral/nic1", "netdev");
        Assert.Equal("net1", netdev.Json.GetString());
    }

    [QemuFact("7.2")]
    public async Task An_event_that_the_schema_lacks_and_a_raw_call_go_through_the_untyped_door()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        JsonElement version = await vm.ExecuteRawAsync("query-version");

        Assert.Equal(vm.Greeting.Version.Major, version.GetProperty("qemu").GetProperty("major").GetInt32());
    }
}
