namespace QmpGen.Operations;

/// <content>The destination.</content>
public static partial class MigrationOperations
{
    /// <summary>Makes a QEMU that was started with <c>-incoming defer</c> listen for a migration.</summary>
    /// <param name="client">A client of the destination's monitor.</param>
    /// <param name="uri">The address to listen on, such as <c>tcp:0:4444</c> or <c>unix:/run/migration</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes when the destination listens. Then start the source.</returns>
    /// <remarks>Sends <c>migrate-set-capabilities</c>, <c>migrate-set-parameters</c> if the options have parameters,
    /// and <c>migrate-incoming</c>.</remarks>
    /// <exception cref="QmpCommandException">QEMU rejected a capability, a parameter or the address, or was not started
    /// with <c>-incoming defer</c>.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have a command.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="QmpTimeoutException">QEMU does not respond.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task ListenForMigrationAsync(
        this QmpClient client,
        string uri,
        MigrationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(uri);
        using MigrationFollower follower = new(client, options ?? new MigrationOptions(), progress: null);
        await follower.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await follower
            .ExecuteAsync("migrate-incoming", new QmpObject { ["uri"] = uri }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Waits until the destination has received the guest.</summary>
    /// <param name="client">A client of the destination's monitor.</param>
    /// <param name="options">The options, or null for the defaults. Capabilities and parameters are ignored.</param>
    /// <param name="progress">Receives each status.</param>
    /// <param name="cancellationToken">A token that cancels the wait. The migration continues.</param>
    /// <returns>The last progress. The guest runs, unless it was paused on the source, or the destination was started
    /// with <c>-S</c>.</returns>
    /// <remarks>
    /// <para>Sends <c>query-migrate</c> after each event and each <see cref="OperationOptions.PollInterval"/>. It can
    /// be called at any time after the destination was started, with <c>-incoming URI</c> or
    /// <see cref="ListenForMigrationAsync"/>.</para>
    /// <para>While a postcopy migration is paused, the method continues to wait for its recovery. A query that times
    /// out is repeated, because QEMU can wait for memory of the guest.</para>
    /// <para>A QEMU that fails to receive the guest exits. The exception then contains the lost connection, and the
    /// standard error of QEMU the reason.</para>
    /// </remarks>
    /// <exception cref="QmpMigrationException">The migration failed.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<MigrationProgress> WaitForIncomingAsync(
        this QmpClient client,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        using MigrationFollower follower = new(client, options ?? new MigrationOptions(), progress);
        return await follower.WaitAsync(HasArrived, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasArrived(MigrationProgress progress) =>
        progress.Status switch
        {
            "completed" => true,
            "failed" => throw new QmpMigrationException(progress.Status, progress.Error),
            _ => false,
        };
}
