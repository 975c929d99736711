namespace QmpGen.Operations;

/// <summary>A program that runs in the guest.</summary>
internal sealed class GuestProgram
{
    private const string StatusCommand = "guest-exec-status";

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(10);

    private readonly QmpClient _client;
    private readonly string _path;
    private readonly long _processId;
    private readonly GuestRunOptions _options;

    private GuestProgram(QmpClient client, string path, long processId, GuestRunOptions options)
    {
        _client = client;
        _path = path;
        _processId = processId;
        _options = options;
    }

    private string Subject => $"The program '{_path}' (process {_processId} of the guest)";

    /// <summary>Starts a program. If the token is canceled, a program that was started is killed.</summary>
    public static async Task<GuestProgram> StartAsync(
        QmpClient client,
        string path,
        IReadOnlyList<string> arguments,
        GuestRunOptions options,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<GuestProgram> start = StartAsync(client, path, arguments, options);
        try
        {
            return await start.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await GuestCleanup
                .TryAsync(
                    async token =>
                    {
                        GuestProgram program = await start.WaitAsync(token).ConfigureAwait(false);
                        await program.TryKillAsync().ConfigureAwait(false);
                    },
                    options.QueryTimeout
                )
                .ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the program ends, and kills it if it does not end in time.</summary>
    public async Task<GuestRunResult> WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            return await WaitForEndAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            bool isKilled = await TryKillAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new QmpTimeoutException(
                $"{Subject} did not end within {_options.Timeout}. "
                    + (isKilled ? "It was killed." : "It may still run, because it was not killed.")
            );
        }
    }

    private static async Task<GuestProgram> StartAsync(
        QmpClient client,
        string path,
        IReadOnlyList<string> arguments,
        GuestRunOptions options
    )
    {
        QmpObject request = new() { ["path"] = path, ["capture-output"] = options.CaptureOutput };
        if (arguments.Count > 0)
        {
            request["arg"] = CreateList(arguments);
        }

        if (options.Environment is { } environment)
        {
            request["env"] = CreateList(environment);
        }

        if (!options.Input.IsEmpty)
        {
            request["input-data"] = Convert.ToBase64String(options.Input.Span);
        }

        QmpValue started = await client
            .ExecuteAsync("guest-exec", request, options.CommandTimeout, CancellationToken.None)
            .ConfigureAwait(false);
        long processId = started.Read("guest-exec", reply => reply["pid"].GetInt64());
        return new GuestProgram(client, path, processId, options);
    }

    private static QmpValue CreateList(IReadOnlyList<string> texts) =>
        QmpValue.FromItems([.. texts.Select(text => (QmpValue)text)]);

    private async Task<GuestRunResult> WaitForEndAsync(CancellationToken cancellationToken)
    {
        bool wasInterrupted = false;
        for (TimeSpan delay = s_firstDelay; ; delay = GetNextDelay(delay))
        {
            try
            {
                QmpValue status = await QueryStatusAsync(cancellationToken).ConfigureAwait(false);
                if (status.Read(StatusCommand, ReadResult) is { } result)
                {
                    return result;
                }
            }
            catch (QmpConnectionException)
            {
                wasInterrupted = true;
                await _client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (QmpCommandException e) when (wasInterrupted)
            {
                throw new QmpConnectionException(
                    $"The result of '{_path}' is lost: the agent reported it while the connection was interrupted, or "
                        + "the agent was restarted. Run the program again if that is safe.",
                    e
                );
            }

            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private GuestRunResult? ReadResult(QmpValue status) =>
        status["exited"].GetBoolean() ? GuestRunResult.Read(_processId, status) : null;

    private TimeSpan GetNextDelay(TimeSpan delay) =>
        delay * 2 < _options.PollInterval ? delay * 2 : _options.PollInterval;

    // The agent reports the end once, with up to 43 MiB: a short timeout would lose the result.
    private Task<QmpValue> QueryStatusAsync(CancellationToken cancellationToken) =>
        _client.ExecuteAsync(
            StatusCommand,
            new QmpObject { ["pid"] = _processId },
            _options.CommandTimeout,
            cancellationToken
        );

    /// <summary>Kills the program and removes it from the agent's list.</summary>
    private async Task<bool> TryKillAsync()
    {
        if (!_options.KillOnTimeout)
        {
            return false;
        }

        return await GuestCleanup
            .TryAsync(
                async token =>
                {
                    GuestProgram kill = await StartKillAsync().WaitAsync(token).ConfigureAwait(false);
                    _ = await kill.WaitForEndAsync(token).ConfigureAwait(false);
                    _ = await WaitForEndAsync(token).ConfigureAwait(false);
                },
                _options.QueryTimeout
            )
            .ConfigureAwait(false);
    }

    private async Task<GuestProgram> StartKillAsync()
    {
        GuestRunOptions options = _options with { Input = default, Environment = null, CaptureOutput = false };
        try
        {
            return await StartAsync(_client, "sh", ["-c", $"kill -KILL {_processId}"], options).ConfigureAwait(false);
        }
        catch (QmpCommandException)
        {
            return await StartAsync(_client, "taskkill", ["/F", "/T", "/PID", $"{_processId}"], options)
                .ConfigureAwait(false);
        }
    }
}
