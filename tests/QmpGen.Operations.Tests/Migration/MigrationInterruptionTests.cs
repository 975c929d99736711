namespace QmpGen.Operations.Tests;

public sealed class MigrationInterruptionTests
{
    private const string Address = "tcp:host:4444";

    private static readonly QmpTestMigration s_endless = new() { Duration = Timeout.InfiniteTimeSpan };

    [Fact]
    public async Task Cancellation_WhenConnectionBreaks_IsSentAgain()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        DroppableEndpoint connection = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        using CancellationTokenSource cancellation = new();
        QmpTestHold held = server.Hold("migrate_cancel");
        ProgressRecorder<MigrationProgress> progress = new(_ => cancellation.Cancel());
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, null, progress, cancellation.Token);
        await held.WaitForCallAsync();

        // The session of the connection ends before the command is executed.
        connection.Drop();
        held.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        Assert.Equal("cancelled", (await client.ExecuteRawAsync("query-migrate"))["status"].GetString());
    }

    [Fact]
    public async Task Cancellation_WithoutServer_TimesOut()
    {
        QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(
            server.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource active = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProgressRecorder<MigrationProgress> progress = new(_ => active.TrySetResult());
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        MigrationOptions options = new() { CommandTimeout = TimeSpan.FromSeconds(5) };
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, options, progress, cancellation.Token);
        await active.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await server.DisposeAsync();
        await lost.WaitAsync(TimeSpan.FromSeconds(30));

        await cancellation.CancelAsync();

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            migration.WaitAsync(TimeSpan.FromSeconds(30))
        );
        Assert.StartsWith("The migration was canceled, but did not end", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_WhenTheStatusIsSlow_WaitsForIt()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        int queries = 0;
        server.On(
            "query-migrate",
            async (_, token) =>
            {
                if (++queries <= 2)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(500), token);
                }

                return new QmpObject { ["status"] = "postcopy-active" };
            }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = server.Hold("migrate");
        MigrationOptions options = new() { QueryTimeout = TimeSpan.FromMilliseconds(100) };
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, options, null, cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        // Before QEMU 10.0, 'migrate_cancel' would lose a guest in postcopy.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        Assert.DoesNotContain(server.Calls, call => call.Command == "migrate_cancel");
    }

    [Fact]
    public async Task Migration_WithoutResponseToItsStart_IsFollowed()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        server.On(
            "migrate",
            async (_, token) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), token);
                return null;
            }
        );
        MigrationOptions options = new() { CommandTimeout = TimeSpan.FromSeconds(1) };
        server.On("query-status", _ => throw new InvalidOperationException("The migration was active."));
        int queries = 0;
        server.On(
            "query-migrate",
            _ => new QmpObject { ["status"] = ++queries == 1 ? "active" : "completed", ["total-time"] = 1 }
        );

        MigrationProgress result = await client.MigrateToAsync(Address, options);

        Assert.Equal("completed", result.Status);
    }

    [Fact]
    public async Task Migration_RejectedAfterCancellation_LeavesTheOtherMigration()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await client.ExecuteRawAsync("migrate", new QmpObject { ["uri"] = Address });
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = server.Hold("migrate");
        Task<MigrationProgress> migration = client.MigrateToAsync(Address, cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        Assert.DoesNotContain(server.Calls, call => call.Command == "migrate_cancel");
    }

    [Fact]
    public async Task Migration_DuringOtherMigration_ThrowsTheErrorOfTheCommand()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration(s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource active = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProgressRecorder<MigrationProgress> progress = new(_ => active.TrySetResult());
        Task<MigrationProgress> first = client.MigrateToAsync(Address, null, progress, cancellation.Token);
        await active.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<QmpCommandException>(() => client.MigrateToAsync(Address));

        Assert.Equal("active", (await client.ExecuteRawAsync("query-migrate"))["status"].GetString());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task StartPostcopy_AfterCompletion_ReturnsTheLastProgress()
    {
        await using QmpTestServer server = OperationServer.Start().PlayMigration();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await client.MigrateToAsync(Address);

        MigrationProgress result = await client.StartPostcopyAsync();

        Assert.Equal("completed", result.Status);
        Assert.DoesNotContain(server.Calls, call => call.Command == "migrate-start-postcopy");
    }

    [Fact]
    public async Task StartPostcopy_OfMigrationThatFails_ThrowsTheReason()
    {
        await using QmpTestServer server = OperationServer.Start();
        int queries = 0;
        server.On(
            "query-migrate",
            _ =>
                ++queries == 1
                    ? new QmpObject()
                    : new QmpObject { ["status"] = "failed", ["error-desc"] = "disk on fire" }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() =>
            client.StartPostcopyAsync(new MigrationOptions { PollInterval = TimeSpan.FromMilliseconds(1) })
        );

        Assert.Equal("disk on fire", e.Error);
    }

    [Theory]
    [InlineData("postcopy-active")]
    [InlineData("postcopy-paused")]
    public async Task Recover_BeforeTheDestinationIsPaused_IsRepeated(string status)
    {
        await using QmpTestServer server = OperationServer.Start();
        int attempts = 0;
        server.On(
            "migrate-recover",
            _ => ++attempts == 1 ? throw new QmpTestErrorException("Migrate recover can only be run when paused") : null
        );
        server.On("query-migrate", _ => new QmpObject { ["status"] = status });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await client.RecoverPostcopyAsync(
            Address,
            new MigrationOptions { PollInterval = TimeSpan.FromMilliseconds(1) }
        );

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Recover_RejectedTwiceWhilePaused_Throws()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("migrate-recover", _ => throw new QmpTestErrorException("Address already in use"));
        server.On("query-migrate", _ => new QmpObject { ["status"] = "postcopy-paused" });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<QmpCommandException>(() => client.RecoverPostcopyAsync(Address));

        Assert.Equal(2, server.Calls.Count(call => call.Command == "migrate-recover"));
    }

    [Fact]
    public async Task Resume_WhenConnectionBreaks_Continues()
    {
        await using QmpTestServer server = OperationServer.Start();
        DroppableEndpoint connection = new(server.Endpoint);
        server.On(
            "migrate",
            _ =>
            {
                connection.Drop();
                return null;
            }
        );
        server.On("query-migrate", _ => new QmpObject { ["status"] = "completed", ["total-time"] = 1 });
        await using QmpClient client = await QmpClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );

        Assert.Equal("completed", (await client.ResumeMigrationAsync(Address)).Status);
    }
}
