namespace QmpGen.Operations;

/// <summary>Follows one job until it ends, and dismisses it.</summary>
/// <remarks>Events only cause an earlier query: they are lost with a connection, and one change causes
/// several.</remarks>
internal sealed class JobFollower : IDisposable
{
    private readonly QmpClient _client;
    private readonly string _id;
    private readonly JobOptions _options;
    private readonly IProgress<JobProgress>? _progress;
    private readonly EventSignal _signal;
    private JobProgress? _reported;
    private JobState? _last;
    private bool _isEnding;
    private bool _wasCanceledWhenReady;

    // BLOCK_JOB_COMPLETED or BLOCK_JOB_CANCELLED: the only trace of a job that another client dismissed.
    private QmpRawEvent? _end;

    public JobFollower(QmpClient client, string id, JobOptions options, IProgress<JobProgress>? progress)
    {
        _client = client;
        _id = id;
        _options = options;
        _progress = progress;
        _signal = new EventSignal(
            client,
            Observe,
            "JOB_STATUS_CHANGE",
            "BLOCK_JOB_READY",
            "BLOCK_JOB_COMPLETED",
            "BLOCK_JOB_CANCELLED"
        );
    }

    public void Dispose() => _signal.Dispose();

    /// <summary>Queries the job, again after a timeout; null if it does not exist.</summary>
    public async Task<JobState?> FindAsync(CancellationToken cancellationToken)
    {
        QmpValue jobs = await _client
            .QueryPatientlyAsync("query-jobs", null, _options.QueryTimeout, cancellationToken)
            .ConfigureAwait(false);
        return jobs.Read("query-jobs", reply => JobState.Find(reply, _id));
    }

    /// <summary>Follows the job until it has ended or is left.</summary>
    /// <exception cref="QmpJobException">The job failed, or its result is unknown.</exception>
    public async Task<JobResult> FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            JobState? state = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (state is null)
            {
                return await ReadEndAsync().ConfigureAwait(false);
            }

            _last = state;
            Report(state);
            if (state.Status == "concluded")
            {
                return await ConcludeAsync(state).ConfigureAwait(false);
            }

            if (state.Status == "ready" && _options.WhenReady == JobReadyAction.Leave)
            {
                return new JobResult(_id, state.Type, JobOutcome.Ready);
            }

            await AdvanceAsync(state, cancellationToken).ConfigureAwait(false);
            await _signal.WaitAsync(_options.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Cancels the job, and waits until it has ended.</summary>
    /// <returns>The result if the job completed before it could be canceled; otherwise null.</returns>
    public async Task<JobResult?> CancelAsync(CancellationToken cancellationToken)
    {
        while (await FindAsync(cancellationToken).ConfigureAwait(false) is { } state)
        {
            if (state.Status == "concluded")
            {
                await DismissAsync().ConfigureAwait(false);
                return state.Error is null ? CreateResult(state.Type) : null;
            }

            if (state.Status != "aborting")
            {
                await TryChangeAsync("job-cancel", "id", cancellationToken).ConfigureAwait(false);
            }

            await _signal.WaitAsync(_options.PollInterval, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private bool Observe(QmpRawEvent received)
    {
        bool isBlockJob = received.WireName != "JOB_STATUS_CHANGE";
        if (
            received.Data is not { } data
            || !data.TryGetMember(isBlockJob ? "device" : "id", out QmpValue? id)
            || id != _id
        )
        {
            return false;
        }

        _end = received.WireName is "BLOCK_JOB_COMPLETED" or "BLOCK_JOB_CANCELLED" ? received : _end;
        return true;
    }

    private void Report(JobState state)
    {
        if (_progress is not null && _reported != state.Progress)
        {
            _reported = state.Progress;
            _progress.Report(state.Progress);
        }
    }

    /// <summary>Lets a job continue that waits for a command.</summary>
    private async Task AdvanceAsync(JobState state, CancellationToken cancellationToken)
    {
        if (state.Status == "pending")
        {
            await TryChangeAsync("job-finalize", "id", cancellationToken).ConfigureAwait(false);
        }
        else if (state.Status == "ready" && !_isEnding)
        {
            await EndReadyAsync(state, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a ready job. If QEMU cannot end it, it would stay ready forever.</summary>
    private async Task EndReadyAsync(JobState state, CancellationToken cancellationToken)
    {
        // Unlike job-cancel, block-job-cancel ends a ready job without an error.
        _wasCanceledWhenReady = _options.WhenReady == JobReadyAction.Cancel;
        QmpCommandException? error = _wasCanceledWhenReady
            ? await TryChangeAsync("block-job-cancel", "device", cancellationToken).ConfigureAwait(false)
            : await TryChangeAsync("job-complete", "id", cancellationToken).ConfigureAwait(false);
        if (error is not null && await FindAsync(cancellationToken).ConfigureAwait(false) is { Status: "ready" })
        {
            await CancelAsync(cancellationToken).ConfigureAwait(false);
            throw new QmpJobException(_id, state.Type, error.Description, error);
        }
    }

    /// <summary>Sends a command that changes the job. Returns QEMU's error, because the job can change first.</summary>
    private async Task<QmpCommandException?> TryChangeAsync(
        string command,
        string idName,
        CancellationToken cancellationToken
    )
    {
        try
        {
            QmpObject arguments = new() { [idName] = _id };
            await _client
                .ExecuteAsync(command, arguments, _options.CommandTimeout, cancellationToken)
                .ConfigureAwait(false);
            _isEnding = true;
            return null;
        }
        catch (QmpCommandException e)
        {
            return e;
        }
        catch (Exception e) when (e is QmpConnectionException or QmpTimeoutException)
        {
            // The next query shows whether QEMU executed it, or throws the cause.
            return null;
        }
    }

    private async Task<JobResult> ConcludeAsync(JobState state)
    {
        // The error is in the state, which a dismissed job does not have anymore.
        await DismissAsync().ConfigureAwait(false);
        return state.Error is null ? CreateResult(state.Type) : throw new QmpJobException(_id, state.Type, state.Error);
    }

    /// <summary>Dismisses the job, even if the operation was canceled.</summary>
    private async Task DismissAsync()
    {
        using CancellationTokenSource limit = new(_options.CommandTimeout);
        try
        {
            QmpObject arguments = new() { ["id"] = _id };
            await _client
                .ExecuteRepeatedlyAsync("job-dismiss", arguments, _options.CommandTimeout, limit.Token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is QmpException or OperationCanceledException)
        {
            // The job has ended, and its result is known. It was dismissed already, or QEMU does not exist anymore.
        }
    }

    /// <summary>Reads how a job ended that QEMU or another client has dismissed.</summary>
    private async Task<JobResult> ReadEndAsync()
    {
        await _signal.DrainAsync().ConfigureAwait(false);
        string type = _last?.Type ?? "";
        if (_end is null)
        {
            string reason = _last is null
                ? "QEMU does not have a job with this id."
                : "It does not exist anymore, and its result is unknown. QEMU was restarted, or another client "
                    + "dismissed the job.";
            throw new QmpJobException(_id, type, reason);
        }

        string? error;
        (type, error) = _end.Data!.Read(
            _end.WireName,
            data => (data["type"].GetString(), data.TryGetMember("error", out QmpValue? text) ? text.GetString() : null)
        );
        return error is not null ? throw new QmpJobException(_id, type, error)
            : _end.WireName == "BLOCK_JOB_CANCELLED" && !_wasCanceledWhenReady
                ? throw new QmpJobException(_id, type, "Another client canceled it.")
            : CreateResult(type);
    }

    private JobResult CreateResult(string type) =>
        new(_id, type, _wasCanceledWhenReady ? JobOutcome.Canceled : JobOutcome.Completed);
}
