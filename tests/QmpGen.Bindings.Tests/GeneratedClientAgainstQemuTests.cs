using Qemu72;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Typed calls to a real QEMU.</summary>
public sealed class GeneratedClientAgainstQemuTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    [QemuFact("7.2")]
    public async Task StartedQemu_WhenConnected_RespondsAndQuits()
    {
        await using QemuProcess qemu = QemuProcess.Start(
            "qemu-system-x86_64",
            ["-M", "none", "-display", "none", "-name", "guest=first"]
        );
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Monitor);
        Assert.Equal("first", (await vm.QueryNameAsync()).Name);
        await vm.QuitAsync();
        Assert.Equal(0, await qemu.Exited.WaitAsync(s_timeout));
    }

    [QemuFact("7.2")]
    public async Task BlockDevice_Added_IsListedUntilRemoved()
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
    public async Task Expectation_OfTypedEvent_ReceivesEvent()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        using QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>();

        await vm.StopAsync();

        Assert.InRange(
            (DateTimeOffset.UtcNow - (await stopped.WaitAsync(s_timeout)).Timestamp!.Value).TotalSeconds,
            -60,
            60
        );
        Assert.Equal(RunState.Paused, (await vm.QueryStatusAsync()).Status);
    }

    [QemuFact("7.2")]
    public async Task Subscription_OfTypedEvents_GetsThemInOrder()
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
    public async Task OutOfBandCall_OfQueryYank_ReturnsTheSameResultAsInBand()
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
    public async Task Call_WhenQemuReportsError_ThrowsWithClassAndDescription()
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
    public async Task ExtraArguments_OfDeviceAdd_ReachQemu()
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
        Assert.Equal("net1", netdev.GetString());
    }

    [QemuFact("7.2")]
    public async Task ExtraArgument_BeyondDoublePrecision_ReachesQemuExactly()
    {
        await using RealQemu qemu = await RealQemu.StartAsync([
            "-M",
            "pc",
            "-device",
            "virtio-scsi-pci",
            "-blockdev",
            "null-co,node-name=node0",
        ]);
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        await vm.ExecuteAsync(
            new DeviceAddCommand
            {
                Driver = "scsi-hd",
                Id = "disk0",
                ExtraArguments =
                {
                    ["drive"] = "node0",
                    ["wwn"] = 9007199254740993UL,
                    ["port_wwn"] = ulong.MaxValue,
                },
            }
        );

        Assert.Equal(9007199254740993UL, (await vm.QomGetAsync("/machine/peripheral/disk0", "wwn")).GetUInt64());
        Assert.Equal(ulong.MaxValue, (await vm.QomGetAsync("/machine/peripheral/disk0", "port_wwn")).GetUInt64());
    }

    [QemuFact("7.2")]
    public async Task ReceivedProperties_OfHotpluggableCpu_AreSentOn()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "q35", "-smp", "1,maxcpus=2");
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        // A raw call keeps the properties that the schema of the bindings does not list.
        QmpValue cpus = await vm.ExecuteRawAsync("query-hotpluggable-cpus");
        QmpValue free = cpus.Items.First(cpu => !cpu.TryGetMember("qom-path", out _));
        DeviceAddCommand add = new() { Driver = free["type"].GetString(), Id = "cpu1" };
        add.ExtraArguments.AddRange(free["props"].Members);
        await vm.ExecuteAsync(add);

        Assert.Equal(2, (await vm.QueryCpusFastAsync()).Count);
        Assert.All(await vm.QueryHotpluggableCpusAsync(), cpu => Assert.NotNull(cpu.QomPath));
    }

    [QemuFact("7.2")]
    public async Task RawCall_WithObject_AddsDevice()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "pc");
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        await vm.ExecuteRawAsync("device_add", new QmpObject { ["driver"] = "virtio-rng-pci", ["id"] = "rng0" });

        QmpValue type = await vm.QomGetAsync("/machine/peripheral/rng0", "type");
        Assert.Equal("virtio-rng-pci", type.GetString());
    }

    [QemuFact("7.2")]
    public async Task RawCall_OnGeneratedClient_ReturnsJson()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);

        QmpValue version = await vm.ExecuteRawAsync("query-version");

        Assert.Equal(vm.Greeting.Version.Major, version["qemu"]["major"].GetInt64());
    }
}
