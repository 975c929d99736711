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
    private Task<GuestRunResult?>? _query;
    private bool _wasSignaled;
    private bool _hasEnded;

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
                        await program.EndAsync(token).ConfigureAwait(false);
                    },
                    options
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
            GuestRunResult? result = null;
            await GuestCleanup
                .TryAsync(
                    async token => result = await EndAsync(token).ConfigureAwait(false),
                    _options.QueryTimeout
                )
                .ConfigureAwait(false);
            if (result is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new QmpTimeoutException($"{Subject} did not end within {_options.Timeout}. {GetOutcome()}");
            }

            return result;
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
                if (await QueryAsync(cancellationToken).ConfigureAwait(false) is { } result)
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

    /// <summary>Queries the state. A call that is canceled leaves its reply to the next call.</summary>
    /// <returns>The result, or null if the program runs.</returns>
    private async Task<GuestRunResult?> QueryAsync(CancellationToken cancellationToken)
    {
        // The agent reports the end only once.
        _query ??= QueryOnceAsync();
        Task<GuestRunResult?> query = _query;
        await Task.WhenAny(query).WaitAsync(cancellationToken).ConfigureAwait(false);
        _query = null;
        return await query.ConfigureAwait(false);
    }

    // The reply can have 43 MiB: a short timeout would lose the result.
    private async Task<GuestRunResult?> QueryOnceAsync()
    {
        QmpValue status = await _client
            .ExecuteAsync(
                StatusCommand,
                new QmpObject { ["pid"] = _processId },
                _options.CommandTimeout,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return status.Read(StatusCommand, ReadResult);
    }

    /// <summary>Kills the program if it has not ended, and removes it from the agent's list.</summary>
    /// <returns>The result if the program has ended before it was killed; otherwise null.</returns>
    private async Task<GuestRunResult?> EndAsync(CancellationToken cancellationToken)
    {
        GuestRunResult? result = await QueryAsync(cancellationToken).ConfigureAwait(false);
        if (result is not null || !_options.KillOnTimeout)
        {
            return result;
        }

        GuestProgram kill = await StartKillAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _wasSignaled = (await kill.WaitForEndAsync(cancellationToken).ConfigureAwait(false)).ExitCode == 0;
        try
        {
            result = await WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (QmpCommandException)
        {
            // The agent has already reported the end.
        }

        _hasEnded = true;
        return _wasSignaled ? null : result;
    }

    private string GetOutcome()
    {
        string notKilled = _wasSignaled
            ? "It was killed, but the agent has not reported its end: its child processes may keep the output open."
            : "It may still run, because it was not killed.";
        return _hasEnded ? "It was killed." : notKilled;
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
