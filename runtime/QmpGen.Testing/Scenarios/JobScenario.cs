using System.Text.Json;

namespace QmpGen.Testing;

/// <summary>Plays jobs with the states, events and errors of QEMU 7.2.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class JobScenario(Action<string, QmpObject> sendEvent, CancellationToken closed)
{
    private const int StepCount = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PlayedJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Starts a job, as its command does.</summary>
    public void Start(QmpTestCall call, QmpTestJob script)
    {
        PlayedJob job = new()
        {
            Id =
                GetText(call, "job-id")
                ?? GetText(call, "device")
                ?? throw new QmpTestErrorException("An explicit job ID is required"),
            Type = GetJobType(call.Command),
            Script = script,
            AutoDismiss = GetFlag(call, "auto-dismiss", GetJobType(call.Command)),
            AutoFinalize = GetFlag(call, "auto-finalize", "backup"),
        };
        lock (_gate)
        {
            if (!_jobs.TryAdd(job.Id, job))
            {
                throw new QmpTestErrorException($"Job ID '{job.Id}' already in use");
            }

            SetStatus(job, "created");
            SetStatus(job, "running");
        }

        _ = WorkAsync(job);
    }

    /// <summary>The result of <c>query-jobs</c>.</summary>
    public QmpValue Query()
    {
        lock (_gate)
        {
            return QmpValue.FromItems([.. _jobs.Values.Select(job => (QmpValue)job.ToQueryResult()!)]);
        }
    }

    /// <summary>Executes <c>job-cancel</c>.</summary>
    public void Cancel(QmpTestCall call) => Change(call, "cancel", IsActive, job => End(job, "Operation canceled"));

    /// <summary>Executes <c>block-job-cancel</c>, which ends a ready job without an error.</summary>
    public void CancelBlockJob(QmpTestCall call) =>
        Change(call, "cancel", IsActive, job => End(job, job.Status == "ready" ? null : "Operation canceled"));

    /// <summary>Executes <c>job-complete</c>.</summary>
    public void Complete(QmpTestCall call) =>
        Change(call, "complete", job => job.Status == "ready", job => End(job, error: null));

    /// <summary>Executes <c>job-finalize</c>.</summary>
    public void Finalize(QmpTestCall call) =>
        Change(call, "finalize", job => job.Status == "pending", job => Conclude(job, error: null));

    /// <summary>Executes <c>job-dismiss</c>.</summary>
    public void Dismiss(QmpTestCall call) => Change(call, "dismiss", job => job.Status == "concluded", Remove);

    private static bool IsActive(PlayedJob job) => job.Status is "running" or "ready" or "pending";

    private static string GetJobType(string command) =>
        command.StartsWith("snapshot-", StringComparison.Ordinal) ? command : command[(command.LastIndexOf('-') + 1)..];

    private static string? GetText(QmpTestCall call, string argument) =>
        call.Arguments.TryGetProperty(argument, out JsonElement text) ? text.GetString() : null;

    // Only the commands of block jobs have the argument. QEMU never dismisses other jobs.
    private static bool GetFlag(QmpTestCall call, string argument, string type) =>
        call.Arguments.TryGetProperty(argument, out JsonElement flag)
            ? flag.GetBoolean()
            : type is "backup" or "mirror" or "commit" or "stream";

    private void Change(QmpTestCall call, string verb, Func<PlayedJob, bool> isAllowed, Action<PlayedJob> change)
    {
        string id = GetText(call, "id") ?? GetText(call, "device")!;
        lock (_gate)
        {
            if (!_jobs.TryGetValue(id, out PlayedJob? job))
            {
                throw new QmpTestErrorException("Job not found");
            }

            if (!isAllowed(job))
            {
                throw new QmpTestErrorException(
                    $"Job '{id}' in state '{job.Status}' cannot accept command verb '{verb}'"
                );
            }

            change(job);
        }
    }

    private async Task WorkAsync(PlayedJob job)
    {
        bool isEndless = job.Script.Duration == Timeout.InfiniteTimeSpan;
        TimeSpan pause = isEndless ? TimeSpan.Zero : job.Script.Duration / StepCount;
        int stepCount = isEndless || job.Script.Error is not null ? StepCount / 2 : StepCount;
        for (int step = 1; step <= stepCount; step++)
        {
            await Task.Delay(pause, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                if (job.Status != "running" || closed.IsCancellationRequested)
                {
                    return;
                }

                job.Current = job.Script.Total * step / StepCount;
            }
        }

        if (!isEndless)
        {
            EndWork(job);
        }
    }

    private void EndWork(PlayedJob job)
    {
        lock (_gate)
        {
            if (job.Status != "running")
            {
                return;
            }

            if (job.WaitsWhenReady && job.Script.Error is null)
            {
                SetStatus(job, "ready");
                sendEvent("BLOCK_JOB_READY", job.ToEventData());
            }
            else
            {
                End(job, job.Script.Error);
            }
        }
    }

    private void End(PlayedJob job, string? error)
    {
        if (error is not null)
        {
            SetStatus(job, "aborting");
            Conclude(job, error);
            return;
        }

        SetStatus(job, "waiting");
        SetStatus(job, "pending");
        if (job.AutoFinalize)
        {
            Conclude(job, error);
        }
    }

    private void Conclude(PlayedJob job, string? error)
    {
        job.Error = error;
        if (job.IsBlockJob)
        {
            bool isCanceled = error == "Operation canceled";
            QmpObject data = job.ToEventData();
            if (error is not null && !isCanceled)
            {
                data["error"] = error;
            }

            sendEvent(isCanceled ? "BLOCK_JOB_CANCELLED" : "BLOCK_JOB_COMPLETED", data);
        }

        SetStatus(job, "concluded");
        if (job.AutoDismiss)
        {
            Remove(job);
        }
    }

    private void Remove(PlayedJob job)
    {
        SetStatus(job, "null");
        _jobs.Remove(job.Id);
    }

    private void SetStatus(PlayedJob job, string status)
    {
        job.Status = status;
        sendEvent("JOB_STATUS_CHANGE", new QmpObject { ["status"] = status, ["id"] = job.Id });
    }
}
