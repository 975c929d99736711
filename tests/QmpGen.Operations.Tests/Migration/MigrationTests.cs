namespace QmpGen.Operations.Tests;

public sealed class MigrationTests
{
    private const string Address = "tcp:host:4444";

    private static readonly QmpTestMigration s_endless = new() { Duration = Timeout.InfiniteTimeSpan };

    private static readonly MigrationOptions s_postcopy = new()
    {
        Capabilities = new Dictionary<string, bool> { ["postcopy-ram"] = true },
    };

    [Fact]
    public async Task Migration_OfTestServer_CompletesWithProgress()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ProgressRecorder<MigrationProgress> progress = new();
        MigrationOptions options = new() { Parameters = new QmpObject { ["max-bandwidth"] = 1000 } };

        MigrationProgress result = await client.MigrateToAsync(Address, options, progress);

        Assert.Equal(("completed", 32 << 20, 0), (result.Status, result.TransferredBytes, result.RemainingBytes));
        Assert.Equal(result, progress.Reports[^1]);
        Assert.Equal(
            ["migrate-set-capabilities", "migrate-set-parameters", "migrate", "query-migrate"],
            server.Calls.Select(call => call.Command).Skip(1).Take(4)
        );
    }

    [Fact]
    public async Task Migration_ThatFails_ThrowsTheReason()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(new() { Error = "disk on fire" });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() => client.MigrateToAsync(Address));

        Assert.Equal(("failed", "disk on fire"), (e.Status, e.Error));
        Assert.Equal("The migration failed: disk on fire.", e.Message);
    }

    [Fact]
    public async Task Migration_WithChannels_SendsThem()
    {
        await using QmpTestServer server = OperationServer.Start("10.0").PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpObject channel = new()
        {
            ["channel-type"] = "main",
            ["addr"] = new QmpObject
            {
                ["transport"] = "socket",
                ["type"] = "unix",
                ["path"] = "/run/migration",
            },
        };

        await client.MigrateToAsync([channel]);

        QmpTestCall call = Assert.Single(server.Calls, call => call.Command == "migrate");
        Assert.Equal("main", call.Arguments.GetProperty("channels")[0].GetProperty("channel-type").GetString());
    }

    [Theory]
    [InlineData("migrate-set-capabilities", false)]
    [InlineData("migrate", true)]
    [InlineData("query-migrate", true)]
    public async Task Migration_CanceledDuringCommand_IsCanceledIfItWasStarted(string stage, bool isStarted)
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = server.Hold(stage);
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        Assert.Equal(isStarted, server.Calls.Any(call => call.Command == "migrate_cancel"));
        Assert.Equal(isStarted, server.Calls.Any(call => call.Command == "migrate"));
    }

    [Fact]
    public async Task Migration_CompletedBeforeCancellation_ReturnsItsResult()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(new() { Duration = TimeSpan.Zero });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancellation = new();
        using QmpSubscription<QmpRawEvent> stops = client.SubscribeRaw("STOP");
        using QmpTestHold held = server.Hold("query-migrate");
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, cancellationToken: cancellation.Token);
        await foreach (QmpRawEvent _ in stops)
        {
            break;
        }

        await held.WaitForCallAsync();
        await cancellation.CancelAsync();
        held.Release();

        Assert.Equal("completed", (await migration).Status);
    }

    [Fact]
    public async Task Migration_WhenConnectionBreaksDuringStart_IsNotStartedTwice()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        DroppableEndpoint connection = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        using QmpTestHold held = server.Hold("migrate");
        Task<MigrationProgress> migration = client.MigrateToAsync(Address);
        await held.WaitForCallAsync();

        // The session of the connection ends before the command is executed.
        connection.Drop();

        await Assert.ThrowsAsync<QmpConnectionException>(() => migration);
        Assert.Single(server.Calls, call => call.Command == "migrate");
    }

    [Fact]
    public async Task Migration_WhenConnectionBreaksAfterStart_Continues()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        DroppableEndpoint connection = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        bool wasDropped = false;
        ProgressRecorder<MigrationProgress> progress = new(_ =>
        {
            if (!wasDropped)
            {
                wasDropped = true;
                connection.Drop();
            }
        });

        MigrationProgress result = await client.MigrateToAsync(
            Address,
            new MigrationOptions { PollInterval = TimeSpan.FromMilliseconds(10) },
            progress
        );

        Assert.Equal("completed", result.Status);
        Assert.Single(server.Calls, call => call.Command == "migrate");
    }

    [Fact]
    public async Task Progress_WithUnknownDowntime_IsRead()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        server.On(
            "query-migrate",
            _ => new QmpObject
            {
                ["status"] = "completed",
                ["expected-downtime"] = long.MaxValue,
                ["total-time"] = 7,
            }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        MigrationProgress result = await client.MigrateToAsync(Address);

        Assert.Null(result.ExpectedDowntime);
        Assert.Equal(TimeSpan.FromMilliseconds(7), result.Elapsed);
    }

    [Fact]
    public async Task Query_WithoutResponse_IsRepeated()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        MigrationOptions options = new()
        {
            QueryTimeout = TimeSpan.FromMilliseconds(20),
            PollInterval = TimeSpan.FromMilliseconds(10),
        };
        using QmpTestHold held = server.Hold("query-migrate");
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, options);
        await held.WaitForCallAsync();
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        while (server.Calls.Count(call => call.Command == "query-migrate") < 2)
        {
            await Task.Delay(5, timeout.Token);
        }

        held.Release();

        Assert.Equal("completed", (await migration).Status);
    }

    [Fact]
    public async Task Migration_CanceledByOtherProgram_Throws()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await using QmpClient other = await QmpClient.ConnectAsync(server.Endpoint);
        ProgressRecorder<MigrationProgress> progress = new(report => other.ExecuteRawAsync("migrate_cancel"));

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() =>
            client.MigrateToAsync(Address, progress: progress)
        );

        Assert.Equal("cancelled", e.Status);
    }

    [Fact]
    public async Task Postcopy_OfTestServer_IsPausedAndRecoveredOutOfBand()
    {
        await using QmpTestServer source = OperationServer.Start().PlayMigration(s_endless);
        await using QmpTestServer destination = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient outgoing = await QmpClient.ConnectAsync(source.Endpoint);
        await using QmpClient incoming = await QmpClient.ConnectAsync(destination.Endpoint);
        await incoming.ListenForMigrationAsync(Address, s_postcopy);
        Task<MigrationProgress> arrival = incoming.WaitForIncomingAsync();
        Task<MigrationProgress> migration = outgoing.MigrateToAsync(Address, s_postcopy);
        await outgoing.StartPostcopyAsync();
        await incoming.ExecuteRawAsync("migrate-start-postcopy");

        await outgoing.PausePostcopyAsync();
        await incoming.PausePostcopyAsync();
        await Assert.ThrowsAsync<QmpMigrationException>(() => migration);
        await incoming.RecoverPostcopyAsync("tcp:host:4445");
        MigrationProgress result = await outgoing.ResumeMigrationAsync("tcp:host:4445");

        Assert.Equal(("completed", "completed"), (result.Status, (await arrival).Status));
        Assert.True(Assert.Single(source.Calls, call => call.Command == "migrate-pause").OutOfBand);
        Assert.True(Assert.Single(destination.Calls, call => call.Command == "migrate-recover").OutOfBand);
    }

    [Fact]
    public async Task Postcopy_WithoutOutOfBand_CannotBePaused()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(
            server.Endpoint,
            new QmpClientOptions { OutOfBand = QmpOutOfBandMode.Never }
        );

        await Assert.ThrowsAsync<QmpNotSupportedException>(() => client.PausePostcopyAsync());

        Assert.DoesNotContain(server.Calls, call => call.Command == "migrate-pause");
    }

    [Fact]
    public async Task Postcopy_WithoutMigration_TimesOut()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        MigrationOptions options = new() { CommandTimeout = TimeSpan.FromMilliseconds(200) };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => client.StartPostcopyAsync(options));

        Assert.Contains("No migration was active", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incoming_ThatFails_ThrowsTheReason()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(new() { Error = "short read" });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await client.ListenForMigrationAsync(Address);

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() => client.WaitForIncomingAsync());

        Assert.Equal("short read", e.Error);
    }
}
