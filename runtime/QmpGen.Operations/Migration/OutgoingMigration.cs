namespace QmpGen.Operations;

/// <summary>A migration from its start to its end, on the source.</summary>
internal sealed class OutgoingMigration(MigrationFollower follower, MigrationOptions options)
{
    private const int MaxResultQueries = 10;

    private static readonly TimeSpan s_resultInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts a migration and follows it to its end.</summary>
    public async Task<MigrationProgress> RunAsync(QmpObject arguments, CancellationToken cancellationToken)
    {
        await follower.PrepareAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        Task start = StartAsync(arguments);
        try
        {
            await start.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await WaitForResultAsync(IsCompleted, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await CancelAsync().ConfigureAwait(false) ?? throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Resumes a paused postcopy migration and follows it to its end.</summary>
    public async Task<MigrationProgress> ResumeAsync(QmpObject arguments, CancellationToken cancellationToken)
    {
        await follower.ExecuteAsync("migrate", arguments, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource deadline = new(options.QueryTimeout);

        // QEMU before 9.1 stays paused until it has connected, and does not report a failure to connect.
        return await WaitForResultAsync(
                progress =>
                    (
                        progress.Status != "postcopy-paused"
                        || follower.HasSeenRecovery
                        || deadline.IsCancellationRequested
                    ) && IsCompleted(progress),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static bool IsCompleted(MigrationProgress progress) =>
        progress.Status switch
        {
            "completed" => true,
            "failed" or "cancelled" or "postcopy-paused" => throw new QmpMigrationException(
                progress.Status,
                progress.Error
            ),
            _ => false,
        };

    /// <summary>Waits for the end. QEMU calculates the times just after it has changed the status.</summary>
    private async Task<MigrationProgress> WaitForResultAsync(
        Func<MigrationProgress, bool> isDone,
        CancellationToken cancellationToken
    )
    {
        MigrationProgress result = await follower.WaitAsync(isDone, cancellationToken).ConfigureAwait(false);
        for (int attempt = 1; attempt < MaxResultQueries && result.Elapsed == TimeSpan.Zero; attempt++)
        {
            await Task.Delay(s_resultInterval, CancellationToken.None).ConfigureAwait(false);
            result = await follower.TryQueryAsync(CancellationToken.None).ConfigureAwait(false) ?? result;
        }

        return result;
    }

    /// <summary>Starts the migration. After a lost connection, it finds out whether it was started.</summary>
    private async Task StartAsync(QmpObject arguments)
    {
        try
        {
            await follower.ExecuteAsync("migrate", arguments, CancellationToken.None).ConfigureAwait(false);
        }
        catch (QmpConnectionException)
        {
            // Other states can be those of an earlier migration.
            MigrationProgress? progress = await follower.TryQueryAsync(CancellationToken.None).ConfigureAwait(false);
            if (
                progress is not { IsActive: true }
                && !await follower.HasLeftAsync(CancellationToken.None).ConfigureAwait(false)
            )
            {
                throw;
            }
        }
    }

    /// <summary>Cancels the migration, unless it has changed to postcopy: the guest then runs on the
    /// destination.</summary>
    /// <returns>The progress if the migration completed before it could be canceled; otherwise null.</returns>
    private async Task<MigrationProgress?> CancelAsync()
    {
        if (await follower.TryQueryAsync(CancellationToken.None).ConfigureAwait(false) is { IsPostcopy: true })
        {
            return null;
        }

        try
        {
            await follower.ExecuteAsync("migrate_cancel", null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (QmpCommandException)
        {
            // QEMU 10.0 and later reject it if the migration has changed to postcopy.
        }

        MigrationProgress progress = await follower
            .WaitAsync(
                static progress => !progress.IsActive || progress.IsPostcopy,
                "The migration was canceled, but did not end",
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return progress.Status == "completed" ? progress : null;
    }
}
