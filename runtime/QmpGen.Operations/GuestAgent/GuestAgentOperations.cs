namespace QmpGen.Operations;

/// <summary>Operations of a client that is connected to a guest agent.</summary>
/// <remarks>
/// <para>A client of a monitor does not have these commands: the operations throw a
/// <see cref="QmpNotSupportedException"/>. The same applies if the agent's configuration disables a command, and while
/// the file systems of the guest are frozen.</para>
/// <para>The guest controls the agent, so do not trust its replies.</para>
/// </remarks>
public static partial class GuestAgentOperations
{
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the agent responds, for example after the guest was started.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="timeout">The time to wait, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <remarks>Sends <c>guest-ping</c> until the agent responds. Each attempt has a timeout of 5 seconds. After a lost
    /// connection, the method waits until the client has reconnected.</remarks>
    /// <exception cref="QmpTimeoutException">The agent did not respond in time.</exception>
    /// <exception cref="QmpNotSupportedException">The client is connected to a monitor.</exception>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task WaitUntilReadyAsync(
        this QmpClient client,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        QmpException? failure = null;
        try
        {
            while ((failure = await PingAsync(client, deadline.Token).ConfigureAwait(false)) is not null)
            {
                await Task.Delay(s_pingInterval, deadline.Token).ConfigureAwait(false);
                await client.WaitUntilConnectedAsync(deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpTimeoutException(
                $"The guest agent did not respond within {timeout}. Check in the guest that qemu-ga runs.",
                failure
            );
        }
    }

    /// <summary>Sends a ping.</summary>
    /// <returns>Null if the agent responded; otherwise the failure, if a later ping can succeed.</returns>
    private static async Task<QmpException?> PingAsync(QmpClient client, CancellationToken cancellationToken)
    {
        try
        {
            _ = await client.ExecuteAsync("guest-ping", null, s_pingTimeout, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (QmpException e) when (e is QmpTimeoutException or QmpConnectionException)
        {
            return e;
        }
    }
}
