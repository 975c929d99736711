namespace QmpGen.Testing.Tests;

/// <summary>The events and errors of played jobs and devices, as QEMU 7.2 sends them.</summary>
public sealed class ScenarioTests
{
    private const string Backup = """{"job-id": "b", "device": "a", "target": "t", "sync": "full"}""";

    [Theory]
    [InlineData(null, "created running waiting pending BLOCK_JOB_COMPLETED concluded null")]
    [InlineData("Input/output error", "created running aborting BLOCK_JOB_COMPLETED concluded null")]
    public async Task PlayedJob_WithAutoDismiss_SendsTheEventsOfQemu(string? error, string expected)
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .PlayJob("blockdev-backup", new QmpTestJob { Error = error });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpSubscription<QmpRawEvent> events = client.SubscribeRaw();

        await client.ExecuteRawAsync("blockdev-backup", QmpValue.Parse(Backup));

        Assert.Equal(expected, string.Join(' ', await TakeUntilAsync(events, "null")));
    }

    [Fact]
    public async Task PlayedMirror_WhenReady_WaitsForCompletion()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).PlayJob("blockdev-mirror");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpSubscription<QmpRawEvent> events = client.SubscribeRaw();
        await client.ExecuteRawAsync("blockdev-mirror", QmpValue.Parse(Backup));
        await foreach (QmpRawEvent received in events)
        {
            if (received.WireName == "BLOCK_JOB_READY")
            {
                break;
            }
        }

        using QmpSubscription<QmpRawEvent> later = client.SubscribeRaw();
        await client.ExecuteRawAsync("job-complete", QmpValue.Parse("""{"id": "b"}"""));

        Assert.Equal(
            "waiting pending BLOCK_JOB_COMPLETED concluded null",
            string.Join(' ', await TakeUntilAsync(later, "null"))
        );
    }

    [Fact]
    public async Task PlayedJob_WithCommandThatItsStateForbids_SendsErrorsOfQemu()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .PlayJob("blockdev-backup", new QmpTestJob { Duration = Timeout.InfiniteTimeSpan });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await client.ExecuteRawAsync("blockdev-backup", QmpValue.Parse(Backup));

        Assert.Equal("Job 'b' in state 'running' cannot accept command verb 'dismiss'", await FailAsync("job-dismiss"));
        Assert.Equal(
            "Job 'b' in state 'running' cannot accept command verb 'complete'",
            await FailAsync("job-complete")
        );
        Assert.Equal("Job ID 'b' already in use", await FailAsync("blockdev-backup", Backup));
        Assert.Equal("Job not found", await FailAsync("job-cancel", """{"id": "other"}"""));

        async Task<string> FailAsync(string command, string arguments = """{"id": "b"}""") =>
            (
                await Assert.ThrowsAsync<QmpCommandException>(() =>
                    client.ExecuteRawAsync(command, QmpValue.Parse(arguments))
                )
            ).Description;
    }

    [Theory]
    [InlineData(QmpTestUnplug.Released, "DEVICE_DELETED")]
    [InlineData(QmpTestUnplug.Rejected, "DEVICE_UNPLUG_GUEST_ERROR")]
    public async Task PlayedUnplug_AfterDeviceDel_SendsTheEvent(QmpTestUnplug outcome, string expected)
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).PlayUnplug("nic0", outcome);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpSubscription<QmpRawEvent> events = client.SubscribeRaw();
        await client.ExecuteRawAsync("device_del", QmpValue.Parse("""{"id": "nic0"}"""));

        await foreach (QmpRawEvent received in events)
        {
            Assert.Equal((expected, "nic0"), (received.WireName, received.Data!["device"].GetString()));
            break;
        }
    }

    [Fact]
    public async Task PlayedUnplug_OfReleaseWithoutGuestErrors_SendsMemoryError()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.ReadQemu("5.2"))
            .PlayUnplug("dimm0", QmpTestUnplug.Rejected);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpSubscription<QmpRawEvent> events = client.SubscribeRaw();

        await client.ExecuteRawAsync("device_del", QmpValue.Parse("""{"id": "dimm0"}"""));

        await foreach (QmpRawEvent received in events)
        {
            Assert.Equal(("MEM_UNPLUG_ERROR", "dimm0"), (received.WireName, received.Data!["device"].GetString()));
            break;
        }
    }

    [Fact]
    public async Task PlayedUnplug_OfSeveralDevices_SendsEachEventAfterTheResponse()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using WireClient client = await WireClient.ConnectAsync(server);
        for (int index = 0; index < 50; index++)
        {
            server.PlayUnplug($"nic{index}");
            string arguments = $$"""{"id": "nic{{index}}"}""";

            string? response = await client.CallAsync($$"""{"execute": "device_del", "arguments": {{arguments}}}""");

            Assert.StartsWith("""{"return": {}""", response, StringComparison.Ordinal);
            Assert.Contains("DEVICE_DELETED", await client.ReadLineAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PlayedUnplug_WhilePending_RejectsASecondOne()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .PlayUnplug("nic0", QmpTestUnplug.Pending);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpValue arguments = QmpValue.Parse("""{"id": "nic0"}""");
        await client.ExecuteRawAsync("device_del", arguments);

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", arguments)
        );

        Assert.Equal("Device nic0 is already in the process of unplug", e.Description);
    }

    private static async Task<List<string>> TakeUntilAsync(QmpSubscription<QmpRawEvent> events, string last)
    {
        List<string> taken = [];
        await foreach (QmpRawEvent received in events)
        {
            taken.Add(
                received.WireName == "JOB_STATUS_CHANGE" ? received.Data!["status"].GetString() : received.WireName
            );
            if (taken[^1] == last)
            {
                break;
            }
        }

        return taken;
    }
}
