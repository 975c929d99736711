namespace QmpGen.Operations;

/// <content>Frozen file systems.</content>
public static partial class GuestAgentOperations
{
    /// <summary>Freezes the file systems of the guest, so that a snapshot of its disks is consistent.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the operation and thaws the file systems.</param>
    /// <returns>The frozen file systems. Dispose it to thaw them.</returns>
    /// <remarks>
    /// <para>Sends <c>guest-fsfreeze-status</c> and <c>guest-fsfreeze-freeze</c>, or
    /// <c>guest-fsfreeze-freeze-list</c>. If the command fails or is canceled, the method sends
    /// <c>guest-fsfreeze-thaw</c>.</para>
    /// <para>Programs of the guest that write are blocked until the file systems are thawed. If your program ends
    /// before that, the guest stays frozen. Meanwhile, the agent executes no commands except those to query and to
    /// thaw.</para>
    /// </remarks>
    /// <example><code>
    /// await using (GuestFreeze frozen = await guest.FreezeAsync())
    /// {
    ///     await vm.ExecuteRawAsync("blockdev-snapshot-sync", snapshot);
    /// }
    /// </code></example>
    /// <exception cref="InvalidOperationException">The file systems are already frozen.</exception>
    /// <exception cref="QmpCommandException">The agent cannot freeze a file system.</exception>
    /// <exception cref="QmpTimeoutException">The agent does not respond.</exception>
    /// <exception cref="QmpNotSupportedException">The peer is not a guest agent, or the command is
    /// disabled.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost. The method tried to thaw the file systems.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<GuestFreeze> FreezeAsync(
        this QmpClient client,
        GuestFreezeOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new GuestFreezeOptions();
        GuestFreeze freeze = new(client, options);
        if (await freeze.IsFrozenAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException(
                "The file systems of the guest are already frozen. Thaw them first (guest-fsfreeze-thaw)."
            );
        }

        await freeze.FreezeAsync(cancellationToken).ConfigureAwait(false);
        return freeze;
    }
}
