using System.Text.Json;
using Qemu72;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Uses the generated API as the documentation shows it. Compiling it is a part of the test.</summary>
public sealed class PublicContractTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    [QemuFact("7.2")]
    public async Task GeneratedClient_UsedAsDocumented_Succeeds()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "pc", "-netdev", "user,id=net1", "-S");
        using CancellationTokenSource timeout = new(s_timeout);
        CancellationToken ct = timeout.Token;
        string disk = Path.Combine(qemu.Directory, "disk0.raw");
        await File.WriteAllBytesAsync(disk, new byte[4096], ct);

        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint, cancellationToken: ct);
        Task<List<QmpEvent>> events = CollectAsync(vm.Events.ReadAllAsync(ct));

        StatusInfo status = await vm.QueryStatusAsync(ct);
        if (status.Status is RunState.Prelaunch)
        {
            await vm.ContAsync(ct);
        }

        await vm.BlockdevAddAsync(
            new BlockdevOptions.Raw
            {
                NodeName = "disk0",
                File = new BlockdevOptions.File { Filename = disk },
            },
            ct
        );
        await vm.ExecuteAsync(new BlockdevDelCommand { NodeName = "disk0" }, ct);
        await vm.ExecuteAsync(
            new BlockdevAddCommand(
                new BlockdevOptions.NullCo { NodeName = "disk1", ExtraArguments = { ["size"] = 4096 } }
            ),
            ct
        );

        await vm.ExecuteAsync(
            new DeviceAddCommand
            {
                Driver = "virtio-net-pci",
                Id = "nic1",
                ExtraArguments = { ["netdev"] = "net1", ["romfile"] = "" },
            },
            ct
        );
        using QmpExpectation<DeviceDeletedEvent> never = vm.Expect<DeviceDeletedEvent>(e => e.Device == "nic1");
        await vm.DeviceDelAsync("nic1", ct);
        await Assert.ThrowsAsync<QmpTimeoutException>(() => never.WaitAsync(TimeSpan.FromMilliseconds(50), ct));

        await vm.YankAsync([], outOfBand: true, ct);
        await Assert.ThrowsAsync<QmpCommandException>(() =>
            vm.YankAsync([new YankInstance.Migration()], outOfBand: true, ct)
        );
        await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteOutOfBandAsync(new MigratePauseCommand(), ct));

        QmpCommandException nope = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("nope", ct));
        Assert.Equal("DeviceNotFound", nope.ErrorClass);
        JsonElement raw = await vm.ExecuteRawAsync("query-cpus-fast", arguments: null, ct);
        Assert.Equal(JsonValueKind.Array, raw.ValueKind);
        await vm.ExecuteRawOutOfBandAsync("query-yank", arguments: null, ct);

        await vm.QuitAsync(ct);
        Assert.Contains(await events, e => e is ShutdownEvent { Guest: false });
        Assert.Contains(await events, e => e is ResumeEvent);
    }

    private static async Task<List<QmpEvent>> CollectAsync(IAsyncEnumerable<QmpEvent> events)
    {
        List<QmpEvent> received = [];
        try
        {
            await foreach (QmpEvent e in events)
            {
                received.Add(e);
            }
        }
        catch (QmpConnectionException)
        {
            // QEMU has exited.
        }

        return received;
    }
}
