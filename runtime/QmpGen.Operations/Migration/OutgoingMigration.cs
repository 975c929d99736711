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

        // It limits everything that happens after a cancellation.
        using CancellationTokenSource deadline = new();
        Task start = StartAsync(arguments, deadline.Token);
        try
        {
            await start.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await WaitForResultAsync(IsCompleted, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            deadline.CancelAfter(options.CommandTimeout);
            return await CancelAsync(start, deadline.Token).ConfigureAwait(false)
                ?? throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Resumes a paused postcopy migration and follows it to its end.</summary>
    public async Task<MigrationProgress> ResumeAsync(QmpObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            await follower.ExecuteAsync("migrate", arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (QmpException e) when (e is QmpConnectionException or QmpTimeoutException)
        {
            // The status shows whether QEMU has executed it. The query throws if the client is closed.
        }

        using CancellationTokenSource deadline = new(options.CommandTimeout);

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
        using CancellationTokenSource deadline = new(options.QueryTimeout);
        try
        {
            for (int attempt = 1; attempt < MaxResultQueries && result.Elapsed == TimeSpan.Zero; attempt++)
            {
                await Task.Delay(s_resultInterval, deadline.Token).ConfigureAwait(false);
                result = await follower.TryQueryAsync(deadline.Token).ConfigureAwait(false) ?? result;
            }
        }
        catch (Exception e) when (e is QmpException or OperationCanceledException)
        {
            // The migration has completed. Only its times are missing.
        }

        return result;
    }

    /// <summary>Starts the migration. Without a response, it queries whether QEMU has started it.</summary>
    private async Task StartAsync(QmpObject arguments, CancellationToken deadline)
    {
        try
        {
            await follower.ExecuteAsync("migrate", arguments, deadline).ConfigureAwait(false);
        }
        catch (QmpException e) when (e is QmpConnectionException or QmpTimeoutException)
        {
            // Other states can be those of an earlier migration.
            MigrationProgress progress = await follower.WaitAsync(static _ => true, deadline).ConfigureAwait(false);
            if (!progress.IsActive && !await follower.HasLeftAsync(deadline).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    /// <summary>Cancels the migration, unless it has changed to postcopy: the guest then runs on the
    /// destination.</summary>
    /// <returns>The progress if the migration completed before it could be canceled; otherwise null.</returns>
    private async Task<MigrationProgress?> CancelAsync(Task start, CancellationToken deadline)
    {
        try
        {
            await start.ConfigureAwait(false);
            while (true)
            {
                MigrationProgress progress = await follower.WaitAsync(static _ => true, deadline).ConfigureAwait(false);
                if (!progress.IsActive || progress.IsPostcopy)
                {
                    return progress.Status == "completed" ? progress : null;
                }

                await TryCancelAsync(progress, deadline).ConfigureAwait(false);
                await follower.WaitForChangeAsync(deadline).ConfigureAwait(false);
            }
        }
        catch (QmpCommandException) when (start.IsFaulted)
        {
            // QEMU rejected the migration. Another client may have an active one.
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new QmpTimeoutException(
                $"The migration was canceled, but did not end within {options.CommandTimeout}. "
                    + "Query its status ('query-migrate')."
            );
        }
    }

    /// <summary>Sends <c>migrate_cancel</c>. The next query shows whether it had an effect.</summary>
    private async Task TryCancelAsync(MigrationProgress progress, CancellationToken deadline)
    {
        if (progress.Status == "cancelling")
        {
            return;
        }

        try
        {
            await follower.ExecuteAsync("migrate_cancel", null, deadline).ConfigureAwait(false);
        }
        catch (QmpException e) when (e is QmpCommandException or QmpConnectionException or QmpTimeoutException)
        {
            // QEMU 10.0 and later reject it if the migration has changed to postcopy.
        }
    }
}
