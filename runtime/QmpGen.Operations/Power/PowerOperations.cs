namespace QmpGen.Operations;

/// <summary>Operations that end QEMU.</summary>
public static class PowerOperations
{
    /// <summary>Shuts down the guest, and ends QEMU.</summary>
    /// <param name="client">A client of the monitor.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait. The guest still executes a request that it
    /// received.</param>
    /// <returns>The step that ended QEMU, and the one after which the guest shut down.</returns>
    /// <remarks>
    /// <para>The steps, each of which starts if QEMU runs after the previous one:</para>
    /// <list type="number">
    /// <item>With <see cref="ShutDownOptions.GuestAgent"/>: <c>guest-shutdown</c>, and a wait for the guest. An agent
    /// that fails ends the step.</item>
    /// <item>With <see cref="ShutDownOptions.Powerdown"/>: <c>system_powerdown</c>, and a wait for the guest. A guest
    /// without ACPI ignores it.</item>
    /// <item><c>quit</c>, at once if the guest has shut down and QEMU stays because of <c>-no-shutdown</c>.</item>
    /// <item>With <see cref="ShutDownOptions.Process"/>: a kill. If the connection was lost, QEMU first has
    /// <see cref="OperationOptions.CommandTimeout"/> to end.</item>
    /// </list>
    /// <para>A guest that is paused cannot shut down. The method starts with <c>quit</c> if the run state is
    /// <c>paused</c>, <c>prelaunch</c>, <c>shutdown</c> or <c>postmigrate</c>: resume a paused guest before
    /// (<c>cont</c>).</para>
    /// <para>The wait follows the events SHUTDOWN and STOP and queries <c>query-status</c>. After a lost connection, it
    /// continues when the client has reconnected. A lost connection after SHUTDOWN is the end of QEMU, also for a
    /// client that reconnects.</para>
    /// </remarks>
    /// <exception cref="QmpTimeoutException">QEMU has not ended, or cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<ShutDownResult> ShutDownAsync(
        this QmpClient client,
        ShutDownOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        using ShutDownSequence sequence = new(client, options ?? new ShutDownOptions());
        return await sequence.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
