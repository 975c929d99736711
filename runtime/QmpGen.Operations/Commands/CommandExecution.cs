namespace QmpGen.Operations;

/// <summary>Executes the commands of operations by their wire names.</summary>
internal static class CommandExecution
{
    private const string CommandNotFound = "CommandNotFound";

    /// <summary>Executes a command once.</summary>
    /// <exception cref="QmpNotSupportedException">The server does not have the command.</exception>
    /// <exception cref="QmpTimeoutException">The timeout has expired. QEMU may still execute the command.</exception>
    public static Task<QmpValue> ExecuteAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => client.ExecuteAsync(command, arguments, new QmpCallOptions { Timeout = timeout }, cancellationToken);

    /// <inheritdoc cref="ExecuteAsync(QmpClient, string, QmpValue?, TimeSpan, CancellationToken)"/>
    public static Task<QmpValue> ExecuteAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        QmpCallOptions options,
        CancellationToken cancellationToken
    ) => CheckAsync(command, client.ExecuteRawAsync(command, arguments, options, cancellationToken));

    /// <summary>Executes a command once, out-of-band.</summary>
    /// <exception cref="QmpNotSupportedException">The server does not have the command or out-of-band
    /// execution.</exception>
    /// <inheritdoc cref="ExecuteAsync(QmpClient, string, QmpValue?, TimeSpan, CancellationToken)" path="/exception"/>
    public static Task<QmpValue> ExecuteOutOfBandAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        QmpCallOptions options = new() { Timeout = timeout };
        return CheckAsync(command, client.ExecuteRawOutOfBandAsync(command, arguments, options, cancellationToken));
    }

    /// <summary>Executes a command that can be repeated without harm, again after each reconnect.</summary>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    /// <inheritdoc cref="ExecuteAsync(QmpClient, string, QmpValue?, TimeSpan, CancellationToken)" path="/exception"/>
    public static async Task<QmpValue> ExecuteRepeatedlyAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                return await client.ExecuteAsync(command, arguments, timeout, cancellationToken).ConfigureAwait(false);
            }
            catch (QmpConnectionException)
            {
                // It throws the cause if the client does not reconnect.
                await client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Executes a query, again after each reconnect and each timeout.</summary>
    /// <remarks>Slow storage can block QEMU for longer than a timeout, while the work that is followed
    /// continues.</remarks>
    /// <exception cref="QmpNotSupportedException">The server does not have the command.</exception>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    public static async Task<QmpValue> QueryPatientlyAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                return await client
                    .ExecuteRepeatedlyAsync(command, arguments, timeout, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (QmpTimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<QmpValue> CheckAsync(string command, Task<QmpValue> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (QmpCommandException e) when (e.ErrorClass == CommandNotFound)
        {
            throw new QmpNotSupportedException(
                $"The server does not have the command '{command}', which the operation requires: {e.Description}",
                e
            );
        }
    }
}
