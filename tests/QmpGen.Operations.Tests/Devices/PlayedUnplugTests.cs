namespace QmpGen.Operations.Tests;

/// <summary>Unplug of devices of a test server, whose guest does what the test needs.</summary>
public sealed class PlayedUnplugTests
{
    private static readonly UnplugOptions s_options = new() { PollInterval = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Unplug_WhenGuestReleasesTheDevice_Returns()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("nic0").PlayUnplug("nic1");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        bool[] removed = await Task.WhenAll(
            client.UnplugAsync("nic0"),
            client.UnplugAsync("/machine/peripheral/nic1"),
            client.UnplugAsync("nic2")
        );

        Assert.Equal([true, true, false], removed);
    }

    [Fact]
    public async Task Unplug_WhenGuestRejectsIt_Throws()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("nic0", QmpTestUnplug.Rejected);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpUnplugException e = await Assert.ThrowsAsync<QmpUnplugException>(() => client.UnplugAsync("nic0"));

        Assert.Equal(("nic0", null), (e.Device, e.Reason));
        Assert.Equal(
            "The guest rejected the unplug of the device 'nic0': it did not report a reason. "
                + "Stop its use in the guest, then unplug it again.",
            e.Message
        );
    }

    [Fact]
    public async Task Unplug_OfMemoryThatIsInUse_ThrowsWithTheReason()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("dimm0", QmpTestUnplug.Pending);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        server.On(
            "qom-list",
            async (_, _) =>
            {
                await server.SendEventAsync(
                    "MEM_UNPLUG_ERROR",
                    QmpValue.Parse("""{"device": "dimm0", "msg": "Device is busy"}""")
                );
                return QmpValue.Parse("[]");
            }
        );

        QmpUnplugException e = await Assert.ThrowsAsync<QmpUnplugException>(() =>
            client.UnplugAsync("dimm0", s_options)
        );

        Assert.Equal("Device is busy", e.Reason);
    }

    [Fact]
    public async Task Unplug_WhenOnlyAPartIsDeleted_KeepsWaiting()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("rng0", QmpTestUnplug.Pending);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        UnplugOptions options = s_options with { Timeout = TimeSpan.FromMilliseconds(300) };
        Task<bool> unplug = client.UnplugAsync("rng0", options);
        await client.ExecuteRawAsync("query-version");

        await server.SendEventAsync(
            "DEVICE_DELETED",
            QmpValue.Parse("""{"path": "/machine/peripheral/rng0/virtio-backend"}""")
        );

        await Assert.ThrowsAsync<QmpTimeoutException>(() => unplug);
    }

    [Fact]
    public async Task Unplug_WhenConnectionIsLostDuringTheCommand_SendsItAgain()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("nic0");
        DroppableEndpoint endpoint = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            endpoint.Endpoint,
            new QmpClientOptions { Reconnect = new QmpReconnectPolicy() }
        );
        using QmpTestHold held = server.Hold("device_del");
        Task<bool> unplug = client.UnplugAsync("nic0", s_options);
        await held.WaitForCallAsync();
        endpoint.Drop();
        held.Release();

        await unplug;

        Assert.True(server.Calls.Count(call => call.Command == "device_del") > 1);
    }
}
