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
    /// <summary>Waits until the agent responds, for example after the guest was started.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="timeout">The time to wait, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="options">The options, or null for the defaults. The timeout of commands is not used.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <remarks>Sends <c>guest-ping</c> until the agent responds. Each attempt has the timeout
    /// <see cref="OperationOptions.QueryTimeout"/>. The next one follows after
    /// <see cref="OperationOptions.PollInterval"/>. After a lost connection, the method waits until the client has
    /// reconnected.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or longer than 24 days.</exception>
    /// <exception cref="QmpTimeoutException">The agent did not respond in time.</exception>
    /// <exception cref="QmpNotSupportedException">The client is connected to a monitor.</exception>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task WaitUntilReadyAsync(
        this QmpClient client,
        TimeSpan timeout,
        OperationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        _ = TimeoutValidation.Validate(timeout);
        options ??= new OperationOptions();
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        QmpException? failure = null;
        try
        {
            while (true)
            {
                failure = await PingAsync(client, options.QueryTimeout, deadline.Token).ConfigureAwait(false);
                if (failure is null)
                {
                    return;
                }

                await Task.Delay(options.PollInterval, deadline.Token).ConfigureAwait(false);
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
    private static async Task<QmpException?> PingAsync(
        QmpClient client,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _ = await client.ExecuteAsync("guest-ping", null, timeout, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (QmpException e) when (e is QmpTimeoutException or QmpConnectionException)
        {
            return e;
        }
    }
}
