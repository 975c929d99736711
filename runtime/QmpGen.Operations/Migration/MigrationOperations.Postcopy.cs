namespace QmpGen.Operations;

/// <content>Postcopy, which runs the guest on the destination before its memory has arrived.</content>
public static partial class MigrationOperations
{
    /// <summary>Changes a running migration to postcopy.</summary>
    /// <param name="client">A client of the source's monitor.</param>
    /// <param name="options">The options, or null for the defaults. Capabilities and parameters are ignored.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>The progress when the guest runs on the destination. If the migration completed before, its last
    /// progress.</returns>
    /// <remarks>
    /// <para>Waits until a migration is active or ends, sends <c>migrate-start-postcopy</c>, and waits for the status
    /// <c>postcopy-active</c>. A status <c>failed</c> or <c>cancelled</c> before the call can be that of an earlier
    /// migration: the method then waits for another one. It can be called at the same time as <see
    /// cref="MigrateToAsync(QmpClient, string, MigrationOptions?, IProgress{MigrationProgress}?, CancellationToken)"/>.
    /// Do not cancel that method at the same time: QEMU before 10.0 then loses the guest.</para>
    /// <para>Postcopy requires the capability <c>postcopy-ram</c> on both sides, and on the host of the destination the
    /// permission to use <c>userfaultfd</c>.</para>
    /// </remarks>
    /// <exception cref="QmpMigrationException">The migration failed, was canceled or is paused.</exception>
    /// <exception cref="QmpCommandException">The capability <c>postcopy-ram</c> is not set.</exception>
    /// <exception cref="QmpTimeoutException">No migration was active, or it did not change within
    /// <see cref="OperationOptions.CommandTimeout"/>.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<MigrationProgress> StartPostcopyAsync(
        this QmpClient client,
        MigrationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        using MigrationFollower follower = new(client, options ?? new MigrationOptions(), progress: null);
        MigrationProgress current = await WaitForStartAsync(follower, cancellationToken).ConfigureAwait(false);
        if (IsInPostcopy(current))
        {
            return current;
        }

        await follower.ExecuteAsync("migrate-start-postcopy", null, cancellationToken).ConfigureAwait(false);
        return await follower
            .WaitAsync(IsInPostcopy, "The migration did not change to postcopy", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Pauses a postcopy migration, out-of-band, for example if its network hangs.</summary>
    /// <param name="client">A client of the monitor of the source or the destination.</param>
    /// <param name="options">The options, or null for the defaults. Capabilities and parameters are ignored.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>The progress when the migration is paused.</returns>
    /// <remarks>
    /// <para>Sends <c>migrate-pause</c> out-of-band, because the main loop of the destination can be blocked, and waits
    /// for the status <c>postcopy-paused</c>.</para>
    /// <para>Call it only after <see cref="WaitForIncomingAsync"/> has reported <c>postcopy-active</c> on the
    /// destination. Before, QEMU 7.2 loses the guest, because its destination exits.</para>
    /// </remarks>
    /// <exception cref="QmpCommandException">The migration is not in postcopy.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have the command or out-of-band
    /// execution.</exception>
    /// <exception cref="QmpTimeoutException">The migration was not paused within
    /// <see cref="OperationOptions.CommandTimeout"/>.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<MigrationProgress> PausePostcopyAsync(
        this QmpClient client,
        MigrationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new MigrationOptions();
        using MigrationFollower follower = new(client, options, progress: null);
        await client
            .ExecuteOutOfBandAsync("migrate-pause", null, options.CommandTimeout, cancellationToken)
            .ConfigureAwait(false);
        return await follower
            .WaitAsync(
                static progress => progress.Status is "postcopy-paused" or "completed",
                "The migration did not pause",
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Makes the destination of a paused postcopy migration listen for a new connection,
    /// out-of-band.</summary>
    /// <param name="client">A client of the destination's monitor.</param>
    /// <param name="uri">The address to listen on. It must differ from the previous one if that is still in
    /// use.</param>
    /// <param name="options">The options, or null for the defaults. Capabilities and parameters are ignored.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes when the destination listens. Then call <see
    /// cref="ResumeMigrationAsync"/> on the source.</returns>
    /// <remarks>Sends <c>migrate-recover</c> out-of-band, because the main loop of the destination can be blocked. The
    /// destination can notice a broken connection later than the source: the method then waits until it is
    /// paused.</remarks>
    /// <exception cref="QmpCommandException">QEMU rejected the address, or the migration is not in
    /// postcopy.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have the command or out-of-band
    /// execution.</exception>
    /// <exception cref="QmpTimeoutException">QEMU does not respond.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task RecoverPostcopyAsync(
        this QmpClient client,
        string uri,
        MigrationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(uri);
        options ??= new MigrationOptions();
        using MigrationFollower follower = new(client, options, progress: null);
        using CancellationTokenSource deadline = new(options.CommandTimeout);
        bool wasPaused = false;
        while (true)
        {
            try
            {
                await client
                    .ExecuteOutOfBandAsync(
                        "migrate-recover",
                        new QmpObject { ["uri"] = uri },
                        options.CommandTimeout,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                return;
            }
            catch (QmpCommandException) when (!deadline.IsCancellationRequested)
            {
                // No reply means that the main loop is blocked, which happens in postcopy only.
                MigrationProgress? progress = await follower.TryQueryAsync(cancellationToken).ConfigureAwait(false);
                if (progress is null or { IsActive: true, IsPostcopy: true })
                {
                    await follower.WaitForChangeAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (wasPaused || progress.Status != "postcopy-paused")
                {
                    throw;
                }
                else
                {
                    // The destination may have paused after it rejected the command.
                    wasPaused = true;
                }
            }
        }
    }

    /// <summary>Resumes a paused postcopy migration.</summary>
    /// <param name="client">A client of the source's monitor.</param>
    /// <param name="uri">The address that the destination listens on (<see cref="RecoverPostcopyAsync"/>).</param>
    /// <param name="options">The options, or null for the defaults. Capabilities are ignored.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the wait. The migration continues.</param>
    /// <returns>The last progress.</returns>
    /// <remarks>Sends <c>migrate-set-parameters</c> if the options have parameters, <c>migrate</c> with <c>resume</c>,
    /// and after each event and each <see cref="OperationOptions.PollInterval"/> <c>query-migrate</c>. QEMU before 9.1
    /// does not report that it cannot connect: the method then throws after
    /// <see cref="OperationOptions.CommandTimeout"/>. The same applies if the connection to the monitor is lost before
    /// QEMU receives the command. It is not sent twice.</remarks>
    /// <exception cref="QmpMigrationException">The migration is paused again, for example because QEMU could not
    /// connect.</exception>
    /// <exception cref="QmpCommandException">No migration is paused.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have the command.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<MigrationProgress> ResumeMigrationAsync(
        this QmpClient client,
        string uri,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(uri);
        options ??= new MigrationOptions();
        using MigrationFollower follower = new(client, options, progress);
        await follower.SetParametersAsync(cancellationToken).ConfigureAwait(false);
        return await new OutgoingMigration(follower, options)
            .ResumeAsync(new QmpObject { ["uri"] = uri, ["resume"] = true }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Waits until a migration is active or has ended.</summary>
    /// <remarks>The first status can be that of an earlier migration.</remarks>
    private static async Task<MigrationProgress> WaitForStartAsync(
        MigrationFollower follower,
        CancellationToken cancellationToken
    )
    {
        MigrationProgress? first = await follower.TryQueryAsync(cancellationToken).ConfigureAwait(false);
        if (first?.Status == "completed" && await follower.HasLeftAsync(cancellationToken).ConfigureAwait(false))
        {
            return first;
        }

        try
        {
            return await follower
                .WaitAsync(HasStarted, "No migration was active", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QmpTimeoutException e) when (first is { Status: "failed" })
        {
            throw new QmpMigrationException(first.Status, first.Error, e);
        }

        bool HasStarted(MigrationProgress progress)
        {
            first ??= progress;
            bool isKnown = follower.HasSeenChange || progress.Status != first.Status;
            return progress.IsActive || progress.Status == "postcopy-paused" || (isKnown && progress.Status != "none");
        }
    }

    private static bool IsInPostcopy(MigrationProgress progress) =>
        progress.Status switch
        {
            "failed" or "cancelled" or "postcopy-paused" => throw new QmpMigrationException(
                progress.Status,
                progress.Error
            ),
            "completed" or "postcopy-active" => true,
            _ => false,
        };
}
