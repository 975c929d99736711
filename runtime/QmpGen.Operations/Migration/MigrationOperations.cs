namespace QmpGen.Operations;

/// <summary>Migrates guests to another QEMU, also with postcopy.</summary>
public static partial class MigrationOperations
{
    /// <summary>Migrates the guest to another QEMU.</summary>
    /// <param name="client">A client of the source's monitor.</param>
    /// <param name="uri">The address that the destination listens on, such as <c>tcp:host:4444</c> or
    /// <c>unix:/run/migration</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the migration. The guest then continues on the
    /// source.</param>
    /// <returns>The last progress. The guest of the source is stopped (<c>postmigrate</c>), and QEMU is still running:
    /// end it with <c>quit</c>.</returns>
    /// <remarks>
    /// <para>Sends <c>migrate-set-capabilities</c>, <c>migrate-set-parameters</c> if the options have parameters,
    /// <c>migrate</c>, and after each event and each <see cref="OperationOptions.PollInterval"/>
    /// <c>query-migrate</c>.</para>
    /// <para>A cancellation sends <c>migrate_cancel</c> and waits for its end, up to
    /// <see cref="OperationOptions.CommandTimeout"/>, also after a lost connection. If the migration has already
    /// completed, the method returns its result. A postcopy migration cannot be canceled, because the guest runs on the
    /// destination: it continues, and the method throws an <see cref="OperationCanceledException"/>.</para>
    /// <para>With postcopy (<see cref="StartPostcopyAsync"/>), a broken connection between the two QEMUs pauses the
    /// migration. The method then throws a <see cref="QmpMigrationException"/> whose status is
    /// <c>postcopy-paused</c>.</para>
    /// <para>If the connection to the monitor is lost, the method continues when the client has reconnected. It never
    /// sends <c>migrate</c> twice, even after a timeout. A query that times out is repeated.</para>
    /// <para>With the capability <c>pause-before-switchover</c>, QEMU waits in the status <c>pre-switchover</c> until
    /// you send <c>migrate-continue</c>.</para>
    /// </remarks>
    /// <exception cref="QmpMigrationException">The migration failed or was paused, or another program canceled
    /// it.</exception>
    /// <exception cref="QmpCommandException">QEMU rejected a capability, a parameter or the address, or a migration is
    /// already running.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have a command.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect. Or it was lost
    /// during <c>migrate</c>, and QEMU does not have a migration after the reconnect.</exception>
    /// <exception cref="QmpTimeoutException">QEMU did not execute a command in time, or did not end a canceled
    /// migration within <see cref="OperationOptions.CommandTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task<MigrationProgress> MigrateToAsync(
        this QmpClient client,
        string uri,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        return MigrateToAsync(client, new QmpObject { ["uri"] = uri }, options, progress, cancellationToken);
    }

    /// <summary>Migrates the guest over channels, which QEMU supports since 8.2.</summary>
    /// <param name="client">A client of the source's monitor.</param>
    /// <param name="channels">The member <c>channels</c> of <c>migrate</c>, an array of objects.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the migration. The guest then continues on the
    /// source.</param>
    /// <inheritdoc
    /// cref="MigrateToAsync(QmpClient, string, MigrationOptions?, IProgress{MigrationProgress}?, CancellationToken)"/>
    public static Task<MigrationProgress> MigrateToAsync(
        this QmpClient client,
        IReadOnlyList<QmpObject> channels,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(channels);
        QmpObject arguments = new() { ["channels"] = CreateList(channels) };
        return MigrateToAsync(client, arguments, options, progress, cancellationToken);
    }

    private static QmpValue CreateList(IReadOnlyList<QmpObject> channels) =>
        QmpValue.FromItems([.. channels.Select(channel => (QmpValue)channel!)]);

    private static async Task<MigrationProgress> MigrateToAsync(
        QmpClient client,
        QmpObject arguments,
        MigrationOptions? options,
        IProgress<MigrationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new MigrationOptions();
        using MigrationFollower follower = new(client, options, progress);
        return await new OutgoingMigration(follower, options)
            .RunAsync(arguments, cancellationToken)
            .ConfigureAwait(false);
    }
}
