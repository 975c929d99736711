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

    [Theory]
    [InlineData("dimm0")]
    [InlineData("/machine/peripheral/dimm0")]
    public async Task Unplug_OfMemoryThatIsInUse_ThrowsWithTheReason(string device)
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
            client.UnplugAsync(device, s_options)
        );

        Assert.Equal("Device is busy", e.Reason);
    }

    [Fact]
    public async Task Unplug_WhenOnlyAPartIsDeleted_KeepsWaiting()
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("rng0", QmpTestUnplug.Pending);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpTestHold requested = server.Hold("device_del");
        Task<bool> unplug = client.UnplugAsync("rng0", s_options);
        await requested.WaitForCallAsync();
        QmpTestHold first = server.Hold("qom-list");
        requested.Release();
        await first.WaitForCallAsync();
        await server.SendEventAsync(
            "DEVICE_DELETED",
            QmpValue.Parse("""{"path": "/machine/peripheral/rng0/virtio-backend"}""")
        );
        QmpTestHold second = server.Hold("qom-list");
        first.Release();

        // The event arrived before the result of the first query, so only an operation that ignores it queries again.
        await second.WaitForCallAsync();
        await server.SendEventAsync(
            "DEVICE_UNPLUG_GUEST_ERROR",
            QmpValue.Parse("""{"device": "rng0", "path": "/machine/peripheral/rng0"}""")
        );
        second.Release();

        await Assert.ThrowsAsync<QmpUnplugException>(() => unplug);
    }

    [Fact]
    public async Task Unplug_WhenResponseIsLost_ReturnsTrue()
    {
        await using QmpTestServer server = OperationServer.Start();
        bool exists = true;
        server.On(
            "qom-list",
            _ => exists ? QmpValue.Parse("[]") : throw new QmpTestErrorException("DeviceNotFound", "not found")
        );
        server.On(
            "device_del",
            _ =>
            {
                if (!exists)
                {
                    throw new QmpTestErrorException("DeviceNotFound", "not found");
                }

                exists = false;
                server.Inject(QmpTestFault.HalfMessage);
                return null;
            }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(
            server.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        Task<bool> unplug = client.UnplugAsync("nic0", s_options);
        await lost.WaitAsync(TimeSpan.FromSeconds(20));
        server.Inject(QmpTestFault.None);

        Assert.True(await unplug);
        Assert.Equal(2, server.Calls.Count(call => call.Command == "device_del"));
    }

    [Theory]
    [InlineData("device_del")]
    [InlineData("qom-list")]
    public async Task Unplug_WhenCommandTimesOut_SendsItAgain(string command)
    {
        await using QmpTestServer server = OperationServer.Start().PlayUnplug("nic0", QmpTestUnplug.Pending);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        TimeSpan timeout = TimeSpan.FromMilliseconds(50);
        using QmpTestHold held = server.Hold(command);
        Task<bool> unplug = client.UnplugAsync(
            "nic0",
            s_options with
            {
                CommandTimeout = timeout,
                QueryTimeout = timeout,
            }
        );
        await held.WaitForCallAsync();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteAsync("query-version", null, 2 * timeout, CancellationToken.None)
        );
        server.On("qom-list", _ => throw new QmpTestErrorException("DeviceNotFound", "not found"));
        held.Release();

        Assert.True(await unplug);
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

        Assert.True(await unplug);
        Assert.True(server.Calls.Count(call => call.Command == "device_del") > 1);
    }
}
