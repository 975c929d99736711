namespace QmpGen.Operations.Tests;

public sealed class MigrationAgainstQemuTests
{
    [QemuFact]
    public async Task Guest_OnceMigrated_RunsOnTheDestination()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        ProgressRecorder<MigrationProgress> outgoing = new();
        await pair.Destination.Client.ListenForMigrationAsync(address);
        Task<MigrationProgress> incoming = pair.Destination.Client.WaitForIncomingAsync();

        MigrationProgress result = await pair.Source.Client.MigrateToAsync(address, progress: outgoing);

        Assert.Equal("completed", result.Status);
        Assert.InRange(result.TotalBytes, 32 << 20, 64 << 20);
        Assert.InRange(result.TransferredBytes, 1, long.MaxValue);
        Assert.Equal((0, true), (result.RemainingBytes, result.Passes > 0));
        Assert.NotEqual(TimeSpan.Zero, result.Elapsed);
        Assert.NotNull(result.Downtime);
        Assert.Equal(result, outgoing.Reports[^1]);
        Assert.Equal("completed", (await incoming).Status);
        await pair.AssertMovedAsync();
    }

    [QemuFact]
    public async Task Incoming_AwaitedAfterTheMigration_ReturnsAtOnce()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address);
        await pair.Source.Client.MigrateToAsync(address);
        await pair.Destination.Client.WaitForIncomingAsync();

        Assert.Equal("completed", (await pair.Destination.Client.WaitForIncomingAsync()).Status);
    }

    [QemuFact]
    public async Task Migrations_AtTheSameTime_Complete()
    {
        await Task.WhenAll(Guest_OnceMigrated_RunsOnTheDestination(), Guest_OnceMigrated_RunsOnTheDestination());
    }

    [QemuFact]
    public async Task Migration_ToMissingSocket_ThrowsTheErrorOfQemu()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("missing");

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() =>
            pair.Source.Client.MigrateToAsync(address)
        );

        Assert.Equal("failed", e.Status);
        Assert.Contains("No such file or directory", e.Error, StringComparison.Ordinal);
        await pair.AssertStayedAsync();
    }

    [QemuFact]
    public async Task Migration_ToInvalidAddress_ThrowsTheErrorOfTheCommand()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            pair.Source.Client.MigrateToAsync("bogus:x")
        );

        Assert.Equal("migrate", e.Command);
    }

    [QemuFact]
    public async Task Migration_WhenTheDestinationIsKilled_ThrowsAndTheGuestStays()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address);
        ProgressRecorder<MigrationProgress> progress = new(report =>
        {
            if (report.Status == "active")
            {
                pair.Destination.Process.Kill();
            }
        });

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() =>
            pair.Source.Client.MigrateToAsync(address, MigrationPair.CreateSlow(), progress)
        );

        Assert.Equal("failed", e.Status);
        Assert.NotNull(e.Error);
        await pair.AssertStayedAsync();
    }

    [QemuFact]
    public async Task Migration_WhenTheSourceIsKilled_EndsOnBothSides()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address);
        Task<MigrationProgress> incoming = pair.Destination.Client.WaitForIncomingAsync();
        ProgressRecorder<MigrationProgress> progress = new(report =>
        {
            if (report.Status == "active")
            {
                pair.Source.Process.Kill();
            }
        });

        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            pair.Source.Client.MigrateToAsync(address, MigrationPair.CreateSlow(), progress)
        );
        await Assert.ThrowsAnyAsync<QmpException>(() => incoming);
    }

    [QemuFact]
    public async Task Migration_WhenCanceled_StopsAndTheGuestStays()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address);
        using CancellationTokenSource cancellation = new();
        ProgressRecorder<MigrationProgress> progress = new(_ => cancellation.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pair.Source.Client.MigrateToAsync(address, MigrationPair.CreateSlow(), progress, cancellation.Token)
        );

        Assert.Equal("cancelled", (await pair.Source.ExecuteAsync("query-migrate"))["status"].GetString());
        await pair.AssertStayedAsync();
    }

    [QemuFact]
    public async Task Migration_AfterFailure_CanBeRepeated()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await Assert.ThrowsAsync<QmpMigrationException>(() => pair.Source.Client.MigrateToAsync(address));
        await pair.Destination.Client.ListenForMigrationAsync(address);

        MigrationProgress result = await pair.Source.Client.MigrateToAsync(address);

        Assert.Equal("completed", result.Status);
    }

    [QemuFact]
    public async Task Migration_WhenMonitorsReconnect_Continues()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address);
        Task<MigrationProgress> incoming = pair.Destination.Client.WaitForIncomingAsync();
        using QmpExpectation<QmpInterruptedEvent> lost = pair.Source.Client.Expect<QmpInterruptedEvent>();
        bool wasDropped = false;
        ProgressRecorder<MigrationProgress> progress = new(report =>
        {
            if (report.Status == "active" && !wasDropped)
            {
                wasDropped = true;
                pair.Source.Drop();
                pair.Destination.Drop();
            }
        });
        Task<MigrationProgress> outgoing = pair.Source.Client.MigrateToAsync(
            address,
            MigrationPair.CreateSlow(),
            progress
        );
        await lost.WaitAsync(TimeSpan.FromSeconds(30));
        await pair.Source.Client.WaitUntilConnectedAsync();
        await pair.HurryAsync();

        Assert.Equal("completed", (await outgoing).Status);
        Assert.Equal("completed", (await incoming).Status);
        await pair.AssertMovedAsync();
    }
}
