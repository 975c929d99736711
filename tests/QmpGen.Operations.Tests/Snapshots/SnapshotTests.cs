namespace QmpGen.Operations.Tests;

/// <summary>Snapshots of a real QEMU.</summary>
public sealed class SnapshotTests
{
    private static readonly JobOptions s_options = new() { PollInterval = TimeSpan.FromMilliseconds(100) };

    [QemuFact("7.2", "10.0", "11.1")]
    public async Task Snapshot_FromSaveToDelete_IsListedAndLeavesNothing()
    {
        await using OperationQemu qemu = await StartAsync();
        await qemu.AddQcow2NodesAsync("disk0", "disk1");
        await qemu.Client.SaveSnapshotAsync("before", ["disk0", "disk1"], options: s_options);

        SavedSnapshot snapshot = Assert.Single(await qemu.Client.ListSnapshotsAsync());
        Assert.Equal(("before", "disk0 disk1"), (snapshot.Tag, string.Join(' ', snapshot.Nodes.Order())));
        Assert.True(snapshot.VmStateSize > 0 && snapshot.Created > DateTimeOffset.UtcNow.AddDays(-1));

        await qemu.Client.LoadSnapshotAsync("before", ["disk0", "disk1"], options: s_options);
        await qemu.Client.DeleteSnapshotAsync("before", ["disk0", "disk1"], s_options);
        Assert.Empty(await qemu.Client.ListSnapshotsAsync());
        Assert.Equal("[]", (await qemu.ExecuteAsync("query-jobs")).ToString());
    }

    [QemuFact("7.2", "10.0", "11.1")]
    public async Task Snapshot_WithWrongTag_ThrowsBeforeTheJob()
    {
        await using OperationQemu qemu = await StartAsync();
        await qemu.AddQcow2NodesAsync("disk0", "disk1");
        await qemu.Client.SaveSnapshotAsync("used", ["disk0"], options: s_options);
        using QmpSubscription<QmpRawEvent> jobs = qemu.Client.SubscribeRaw("JOB_STATUS_CHANGE");

        QmpSnapshotException exists = await Assert.ThrowsAsync<QmpSnapshotException>(() =>
            qemu.Client.SaveSnapshotAsync("used", ["disk1", "disk0"])
        );
        QmpSnapshotException missing = await Assert.ThrowsAsync<QmpSnapshotException>(() =>
            qemu.Client.DeleteSnapshotAsync("used", ["disk0", "disk1"])
        );
        await Assert.ThrowsAsync<QmpSnapshotException>(() => qemu.Client.LoadSnapshotAsync("none", ["disk0"]));

        Assert.Contains("'disk0' has a snapshot 'used' already", exists.Message, StringComparison.Ordinal);
        Assert.Contains("'disk1' does not have a snapshot 'used'", missing.Message, StringComparison.Ordinal);
        jobs.Dispose();
        await foreach (QmpRawEvent job in jobs)
        {
            Assert.Fail($"{job}");
        }
    }

    [QemuFact("7.2", "10.0", "11.1")]
    public async Task Snapshot_OnNodeThatCannotStoreIt_ThrowsJobErrorAndLeavesNothing()
    {
        await using OperationQemu qemu = await StartAsync();
        await qemu.AddQcow2NodesAsync("disk0");
        await qemu.AddNullNodesAsync("null0");

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            qemu.Client.SaveSnapshotAsync("t", ["disk0", "null0"], options: s_options)
        );

        Assert.Equal("snapshot-save", e.JobType);
        Assert.Empty(await qemu.Client.ListSnapshotsAsync());
        Assert.Equal("[]", (await qemu.ExecuteAsync("query-jobs")).ToString());
    }

    [QemuFact("7.2", "10.0", "11.1")]
    public async Task Snapshot_CanceledWhileItRuns_LeavesNoJob()
    {
        await using OperationQemu qemu = await StartAsync();
        await qemu.AddQcow2NodesAsync("disk0");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());

        try
        {
            await qemu.Client.SaveSnapshotAsync("t", ["disk0"], null, s_options, progress, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            // QEMU decides whether the job still succeeds.
        }

        Assert.Equal("[]", (await qemu.ExecuteAsync("query-jobs")).ToString());
    }

    [QemuFact("7.2", "10.0", "11.1")]
    public async Task Snapshot_WithLongTag_IsFoundOrRejected()
    {
        await using OperationQemu qemu = await StartAsync();
        await qemu.AddQcow2NodesAsync("disk0");
        string longest = new('t', 255);

        await qemu.Client.SaveSnapshotAsync(longest, ["disk0"], options: s_options);
        await Assert.ThrowsAsync<ArgumentException>(() => qemu.Client.SaveSnapshotAsync(longest + "t", ["disk0"]));

        Assert.Equal(longest, Assert.Single(await qemu.Client.ListSnapshotsAsync()).Tag);
        await qemu.Client.DeleteSnapshotAsync(longest, ["disk0"], s_options);
    }

    [Fact]
    public async Task ListSnapshots_WithInvalidReply_ThrowsProtocolError()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            OperationServer.ReadSchema("7.2"),
            new QmpTestServerOptions { CheckResults = false }
        );
        server.On("query-named-block-nodes", _ => QmpValue.Parse("""[{"node-name": "disk0"}]"""));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<QmpProtocolException>(() => client.ListSnapshotsAsync());
    }

    [Fact]
    public async Task Snapshot_WhenQemuLacksIt_ThrowsNotSupported()
    {
        await using QmpTestServer server = OperationServer.Start("5.2");
        server.On("query-jobs", _ => QmpValue.Parse("[]")).On("query-named-block-nodes", _ => QmpValue.Parse("[]"));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            client.SaveSnapshotAsync("t", ["disk0"])
        );

        Assert.Contains("'snapshot-save'", e.Message, StringComparison.Ordinal);
    }

    private static Task<OperationQemu> StartAsync() => OperationQemu.StartAsync("-M", "pc", "-m", "16", "-S");
}
