namespace QmpGen.Operations;

/// <summary>Follows a migration by events, with queries as a safety net.</summary>
internal sealed class MigrationFollower : IDisposable
{
    private const string QueryCommand = "query-migrate";

    private readonly QmpClient _client;
    private readonly MigrationOptions _options;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly EventSignal _signal;
    private MigrationProgress? _reported;

    public MigrationFollower(QmpClient client, MigrationOptions options, IProgress<MigrationProgress>? progress)
    {
        _client = client;
        _options = options;
        _progress = progress;
        _signal = new EventSignal(client, Observe, "MIGRATION", "MIGRATION_PASS");
    }

    /// <summary>Whether an event showed that a paused migration has tried to continue.</summary>
    public bool HasSeenRecovery { get; private set; }

    /// <summary>Whether an event showed that the status has changed since the start of the operation.</summary>
    public bool HasSeenChange { get; private set; }

    /// <summary>Enables the events, and sets the capabilities and parameters of the options.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, bool> capabilities = new(_options.Capabilities) { ["events"] = true };
        QmpObject request = new() { ["capabilities"] = QmpValue.FromItems([.. capabilities.Select(CreateCapability)]) };
        await ExecuteAsync("migrate-set-capabilities", request, cancellationToken).ConfigureAwait(false);
        await SetParametersAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the parameters of the options.</summary>
    public Task SetParametersAsync(CancellationToken cancellationToken) =>
        _options.Parameters is { Count: > 0 } parameters
            ? ExecuteAsync("migrate-set-parameters", parameters, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Executes a command that changes something.</summary>
    public Task ExecuteAsync(string command, QmpObject? arguments, CancellationToken cancellationToken) =>
        _client.ExecuteAsync(command, arguments, _options.CommandTimeout, cancellationToken);

    /// <summary>Waits for a status.</summary>
    /// <param name="isDone">Returns whether the wait is over, or throws.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    public async Task<MigrationProgress> WaitAsync(
        Func<MigrationProgress, bool> isDone,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            if (await TryQueryAsync(cancellationToken).ConfigureAwait(false) is { } progress && isDone(progress))
            {
                return progress;
            }

            await _signal.WaitAsync(_options.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a status, but not longer than the timeout of commands.</summary>
    /// <exception cref="QmpTimeoutException">The timeout has expired.</exception>
    public async Task<MigrationProgress> WaitAsync(
        Func<MigrationProgress, bool> isDone,
        string expectation,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.CommandTimeout);
        try
        {
            return await WaitAsync(isDone, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string status = _reported is null ? "unknown" : $"'{PeerText.Shorten(_reported.Status)}'";
            throw new QmpTimeoutException(
                $"{expectation} within {_options.CommandTimeout}. The status of the migration is {status}."
            );
        }
    }

    /// <summary>Queries the migration.</summary>
    /// <returns>The progress; null if QEMU does not respond in time, which it can do during a migration.</returns>
    public async Task<MigrationProgress?> TryQueryAsync(CancellationToken cancellationToken)
    {
        try
        {
            QmpValue info = await _client
                .ExecuteRepeatedlyAsync(QueryCommand, null, _options.QueryTimeout, cancellationToken)
                .ConfigureAwait(false);
            MigrationProgress progress = info.Read(QueryCommand, MigrationProgress.Read);
            if (progress != _reported)
            {
                _reported = progress;
                _progress?.Report(progress);
            }

            return progress;
        }
        catch (QmpTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Gets whether the guest has left this QEMU.</summary>
    public async Task<bool> HasLeftAsync(CancellationToken cancellationToken)
    {
        const string Command = "query-status";
        QmpValue status = await _client
            .ExecuteRepeatedlyAsync(Command, null, _options.QueryTimeout, cancellationToken)
            .ConfigureAwait(false);
        return status.Read(Command, value => value["status"].GetString()) is "postmigrate" or "finish-migrate";
    }

    /// <summary>Waits for an event, or for the interval of queries.</summary>
    public Task WaitForChangeAsync(CancellationToken cancellationToken) =>
        _signal.WaitAsync(_options.PollInterval, cancellationToken);

    public void Dispose() => _signal.Dispose();

    private static QmpValue CreateCapability(KeyValuePair<string, bool> capability) =>
        new QmpObject { ["capability"] = capability.Key, ["state"] = capability.Value };

    private bool Observe(QmpRawEvent received)
    {
        HasSeenChange |= received.WireName == "MIGRATION";
        HasSeenRecovery |=
            received.Data is { } data
            && data.TryGetMember("status", out QmpValue? status)
            && (status == "postcopy-recover" || status == "postcopy-recover-setup");
        return true;
    }
}
