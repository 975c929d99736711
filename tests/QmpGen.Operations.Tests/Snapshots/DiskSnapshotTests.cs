namespace QmpGen.Operations.Tests;

/// <summary>External snapshots of a real QEMU.</summary>
public sealed class DiskSnapshotTests
{
    [QemuFact]
    public async Task SnapshotDisks_WithFileAndNode_CreatesBothOverlays()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync("-M", "pc", "-m", "16", "-S");
        await qemu.AddQcow2NodesAsync("disk0", "disk1", "prepared");
        await qemu.ExecuteAsync("device_add", """{"driver": "virtio-blk-pci", "drive": "disk0"}""");
        await qemu.ExecuteAsync("device_add", """{"driver": "virtio-blk-pci", "drive": "disk1"}""");

        IReadOnlyList<string> overlays = await qemu.Client.SnapshotDisksAsync([
            new DiskSnapshot("disk0") { OverlayFile = qemu.PathOf("overlay") },
            new DiskSnapshot("disk1") { OverlayNode = "prepared" },
        ]);

        Assert.Equal("prepared", overlays[1]);
        QmpValue nodes = await qemu.ExecuteAsync("query-named-block-nodes");
        foreach (string overlay in overlays)
        {
            QmpValue node = Assert.Single(nodes.Items, node => node["node-name"].GetString() == overlay);
            Assert.Equal(1, node["backing_file_depth"].GetInt64());
        }
    }

    [QemuFact]
    public async Task SnapshotDisks_WhenOneFails_ChangesNone()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddQcow2NodesAsync("disk0", "disk1");

        await Assert.ThrowsAsync<QmpCommandException>(() =>
            qemu.Client.SnapshotDisksAsync([
                new DiskSnapshot("disk0") { OverlayFile = qemu.PathOf("overlay") },
                new DiskSnapshot("disk1") { OverlayFile = qemu.PathOf("missing/overlay") },
            ])
        );

        await qemu.AssertLeftAsync("disk0", "disk1", "disk0-file", "disk1-file");
    }

    [Fact]
    public async Task SnapshotDisks_WithoutOverlay_Throws()
    {
        await using QmpTestServer server = OperationServer.Start();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<ArgumentException>(() => client.SnapshotDisksAsync([new DiskSnapshot("disk0")]));
        await Assert.ThrowsAsync<ArgumentException>(() => client.SnapshotDisksAsync([]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SnapshotDisks_WhenConnectionIsLost_LooksForTheOverlay(int depth)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            OperationServer.ReadSchema("7.2"),
            new QmpTestServerOptions { CheckResults = false }
        );
        DroppableEndpoint endpoint = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            endpoint.Endpoint,
            new QmpClientOptions { Reconnect = new QmpReconnectPolicy() }
        );
        server.On(
            "query-named-block-nodes",
            _ => QmpValue.Parse($$"""[{"node-name": "overlay", "backing_file_depth": {{depth}}}]""")
        );
        using QmpTestHold held = server.Hold("transaction");
        Task<IReadOnlyList<string>> snapshot = client.SnapshotDisksAsync([
            new DiskSnapshot("disk0") { OverlayNode = "overlay" },
        ]);
        await held.WaitForCallAsync();

        endpoint.Drop();

        if (depth == 0)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => snapshot);
        }
        else
        {
            Assert.Equal("overlay", Assert.Single(await snapshot));
        }
    }
}
