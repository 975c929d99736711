namespace QmpGen.Operations.Tests;

public sealed class PostcopyAgainstQemuTests
{
    private static readonly MigrationOptions s_postcopy = MigrationPair.CreateSlow("postcopy-ram");

    [PostcopyFact]
    public async Task Postcopy_OnceStarted_Completes()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        (Task<MigrationProgress> outgoing, Task<MigrationProgress> incoming) = await StartAsync(pair);

        MigrationProgress started = await pair.Source.Client.StartPostcopyAsync();
        await pair.HurryAsync();

        Assert.Contains(started.Status, (string[])["postcopy-active", "completed"]);
        Assert.Equal("completed", (await outgoing).Status);
        Assert.Equal("completed", (await incoming).Status);
        await pair.AssertMovedAsync();
    }

    [PostcopyFact]
    public async Task Postcopy_PausedAndRecoveredOutOfBand_Completes()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        (Task<MigrationProgress> outgoing, Task<MigrationProgress> incoming) = await StartAsync(pair);
        await StartPostcopyAsync(pair);
        Assert.True(pair.Destination.Client.OutOfBandEnabled);

        MigrationProgress paused = await pair.Source.Client.PausePostcopyAsync();
        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() => outgoing);
        string recovery = pair.CreateAddress("recovery");
        await pair.Destination.Client.RecoverPostcopyAsync(recovery);
        await pair.HurryAsync();
        MigrationProgress result = await pair.Source.Client.ResumeMigrationAsync(recovery);

        Assert.Equal(("postcopy-paused", "postcopy-paused"), (paused.Status, e.Status));
        Assert.Contains("RecoverPostcopyAsync", e.Message, StringComparison.Ordinal);
        Assert.Equal("completed", result.Status);
        Assert.Equal("completed", (await incoming).Status);
        await pair.AssertMovedAsync();
    }

    [PostcopyFact]
    public async Task Postcopy_ResumedAtWrongAddress_StaysPausedAndCanBeRecovered()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        (Task<MigrationProgress> outgoing, Task<MigrationProgress> incoming) = await StartAsync(pair);
        await StartPostcopyAsync(pair);
        await pair.Source.Client.PausePostcopyAsync();
        await Assert.ThrowsAsync<QmpMigrationException>(() => outgoing);
        MigrationOptions impatient = new() { CommandTimeout = TimeSpan.FromSeconds(2) };

        QmpMigrationException e = await Assert.ThrowsAsync<QmpMigrationException>(() =>
            pair.Source.Client.ResumeMigrationAsync(pair.CreateAddress("missing"), impatient)
        );

        Assert.Equal("postcopy-paused", e.Status);
        string recovery = pair.CreateAddress("recovery");
        await pair.Destination.Client.RecoverPostcopyAsync(recovery);
        await pair.HurryAsync();
        Assert.Equal("completed", (await pair.Source.Client.ResumeMigrationAsync(recovery)).Status);
        await incoming;
    }

    [PostcopyFact]
    public async Task Postcopy_WhenCanceled_Continues()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        using CancellationTokenSource cancellation = new();
        (Task<MigrationProgress> outgoing, Task<MigrationProgress> incoming) = await StartAsync(
            pair,
            cancellation.Token
        );
        await StartPostcopyAsync(pair);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outgoing);
        await pair.HurryAsync();
        Assert.Equal("completed", (await incoming).Status);
        await pair.AssertMovedAsync();
    }

    [PostcopyFact]
    public async Task Pause_OfPrecopy_ThrowsTheErrorOfQemu()
    {
        await using MigrationPair pair = await MigrationPair.StartAsync();
        using CancellationTokenSource cancellation = new();
        (Task<MigrationProgress> outgoing, _) = await StartAsync(pair, cancellation.Token);

        await Assert.ThrowsAsync<QmpCommandException>(() => pair.Source.Client.PausePostcopyAsync());
        await Assert.ThrowsAsync<QmpCommandException>(() =>
            pair.Destination.Client.RecoverPostcopyAsync(pair.CreateAddress("recovery"))
        );

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outgoing);
    }

    /// <summary>Changes to postcopy and waits until the destination has noticed it.</summary>
    /// <remarks>A destination that has not noticed it exits when the connection breaks.</remarks>
    private static async Task StartPostcopyAsync(MigrationPair pair)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        await pair.Source.Client.StartPostcopyAsync();
        while ((await pair.Destination.ExecuteAsync("query-migrate"))["status"] != "postcopy-active")
        {
            await Task.Delay(10, timeout.Token);
        }
    }

    private static async Task<(Task<MigrationProgress> Outgoing, Task<MigrationProgress> Incoming)> StartAsync(
        MigrationPair pair,
        CancellationToken cancellationToken = default
    )
    {
        string address = pair.CreateAddress("migration");
        await pair.Destination.Client.ListenForMigrationAsync(address, s_postcopy, CancellationToken.None);
        return (
            pair.Source.Client.MigrateToAsync(address, s_postcopy, cancellationToken: cancellationToken),
            pair.Destination.Client.WaitForIncomingAsync(cancellationToken: CancellationToken.None)
        );
    }
}
