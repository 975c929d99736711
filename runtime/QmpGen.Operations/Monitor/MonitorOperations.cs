namespace QmpGen.Operations;

/// <summary>Executes commands of the human monitor, and waits for run states.</summary>
public static class MonitorOperations
{
    private const string Command = "human-monitor-command";

    /// <summary>Executes a command of the human monitor (HMP).</summary>
    /// <param name="client">The client.</param>
    /// <param name="commandLine">The command line, such as <c>info mtree</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait. QEMU still executes the command.</param>
    /// <returns>The output, whose lines end with <c>\n</c>.</returns>
    /// <remarks>It sends <c>human-monitor-command</c>, which reports errors as output. The method recognizes an unknown
    /// command, a line that starts with <c>Error:</c>, and a wrong argument. Some commands report errors in other
    /// words, which stay in the output. The texts of HMP differ between releases of QEMU.</remarks>
    /// <exception cref="QmpNotSupportedException">QEMU does not have the HMP command.</exception>
    /// <exception cref="QmpCommandException">The output is an error.</exception>
    /// <exception cref="QmpTimeoutException">The command took longer than
    /// <see cref="OperationOptions.CommandTimeout"/>.</exception>
    /// <exception cref="QmpConnectionException">The connection ended. It is unknown whether QEMU executed the
    /// command.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<string> HmpAsync(
        this QmpClient client,
        string commandLine,
        HmpOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(commandLine);
        options ??= new HmpOptions();
        QmpObject arguments = new() { ["command-line"] = commandLine };
        if (options.CpuIndex is { } cpu)
        {
            arguments["cpu-index"] = cpu;
        }

        QmpValue result = await client
            .ExecuteAsync(Command, arguments, options.CommandTimeout, cancellationToken)
            .ConfigureAwait(false);
        string output = result.GetString().Replace("\r\n", "\n", StringComparison.Ordinal);
        if (output.StartsWith("unknown command: '", StringComparison.Ordinal))
        {
            throw new QmpNotSupportedException(
                $"The server does not have the HMP command '{commandLine}'. 'help' lists the commands."
            );
        }

        return IsError(output)
            ? throw new QmpCommandException(Command, "GenericError", $"'{commandLine}': {output.TrimEnd()}")
            : output;
    }

    /// <summary>Waits until the machine is in a run state.</summary>
    /// <param name="client">The client.</param>
    /// <param name="state">QEMU's name of the state, such as <c>running</c>, <c>paused</c> or <c>shutdown</c>.</param>
    /// <param name="timeout">The timeout, at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <remarks>It sends <c>query-status</c> at once, after each event of the run state, after a reconnect, and each
    /// <see cref="OperationOptions.PollInterval"/>. A state that lasts for less time can be missed.
    /// A query that times out is repeated.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or longer than 24 days.</exception>
    /// <exception cref="QmpTimeoutException">The machine did not enter the state in time. The message contains its
    /// state.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task WaitForRunStateAsync(
        this QmpClient client,
        string state,
        TimeSpan timeout,
        OperationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(state);
        options ??= new OperationOptions();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeoutValidation.Validate(timeout));
        string current = "unknown";
        try
        {
            using EventSignal signal = new(client, _ => true, "STOP", "RESUME", "SHUTDOWN", "SUSPEND", "WAKEUP");
            while (true)
            {
                QmpValue status = await client
                    .QueryPatientlyAsync("query-status", null, options.QueryTimeout, limit.Token)
                    .ConfigureAwait(false);
                current = status.Read("query-status", reply => reply["status"].GetString());
                if (current == state)
                {
                    return;
                }

                await signal.WaitAsync(options.PollInterval, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpTimeoutException(
                $"The machine did not enter the run state '{state}' within {timeout.TotalSeconds:0.###} s. "
                    + $"Its state is '{current}'.",
                e
            );
        }
    }

    private static bool IsError(string output) =>
        output.StartsWith("Error: ", StringComparison.Ordinal)
        || output.Contains("\nError: ", StringComparison.Ordinal)
        || output.StartsWith("invalid parameter: ", StringComparison.Ordinal)
        || output.Contains("\nTry \"help ", StringComparison.Ordinal);
}
