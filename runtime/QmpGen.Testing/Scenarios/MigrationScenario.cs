using System.Text.Json;

namespace QmpGen.Testing;

/// <summary>Plays a migration with the states, events and errors of QEMU 7.2.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MigrationScenario(
    QmpTestMigration script,
    Action<string, QmpObject> sendEvent,
    CancellationToken closed
)
{
    private const int StepCount = 4;

    // The members that a 7.2 client requires, and that the scenario does not play.
    private static readonly string[] s_unplayed =
    [
        "duplicate",
        "skipped",
        "normal",
        "normal-bytes",
        "dirty-pages-rate",
        "postcopy-requests",
        "multifd-bytes",
        "pages-per-second",
        "precopy-bytes",
        "downtime-bytes",
        "postcopy-bytes",
        "dirty-sync-missed-zero-copy",
    ];

    private readonly Lock _gate = new();
    private readonly HashSet<string> _capabilities = new(StringComparer.Ordinal);
    private string _status = "none";
    private string? _error;
    private long _transferred;
    private bool _isIncoming;

    // Counts the starts, so that the work of an earlier start ends.
    private int _starts;

    private bool IsActive => _status is "active" or "postcopy-active";

    /// <summary>Executes <c>migrate</c>.</summary>
    public void Migrate(QmpTestCall call)
    {
        bool isResumed = call.Arguments.TryGetProperty("resume", out JsonElement resume) && resume.GetBoolean();
        lock (_gate)
        {
            if (isResumed)
            {
                ThrowUnless(_status == "postcopy-paused", "Cannot resume a migration that is not paused");
                SetStatus("postcopy-recover");
                SetStatus("postcopy-active");
            }
            else
            {
                ThrowUnless(!IsActive && _status != "postcopy-paused", "There's a migration process in progress");
                (_transferred, _error, _isIncoming) = (0, null, false);
                SetStatus("setup");
                SetStatus("active");
            }

            StartWork(isResumed);
        }
    }

    /// <summary>Executes <c>migrate-incoming</c>.</summary>
    public void Listen(QmpTestCall call)
    {
        lock (_gate)
        {
            ThrowUnless(!_isIncoming, "The incoming migration has already been started");
            _isIncoming = true;
            SetStatus("setup");
            SetStatus("active");
            StartWork(isResumed: false);
        }
    }

    /// <summary>The result of <c>query-migrate</c>.</summary>
    public QmpValue Query()
    {
        lock (_gate)
        {
            QmpObject result = [];
            if (_status != "none")
            {
                result["status"] = _status;
            }

            if (_error is not null)
            {
                result["error-desc"] = _error;
            }

            if (!_isIncoming && (_status is "completed" or "postcopy-paused" || IsActive))
            {
                result["total-time"] = 1;
                result["ram"] = CreateStatistics();
            }

            return result;
        }
    }

    /// <summary>The result of <c>query-status</c>.</summary>
    public QmpValue QueryRunState()
    {
        lock (_gate)
        {
            string state = (_isIncoming, _status) switch
            {
                (true, "completed" or "postcopy-active") => "running",
                (true, _) => "inmigrate",
                (false, "completed") => "postmigrate",
                (false, _) => _status.StartsWith("postcopy-", StringComparison.Ordinal) ? "finish-migrate" : "running",
            };
            return new QmpObject
            {
                ["status"] = state,
                ["running"] = state == "running",
                ["singlestep"] = false,
            };
        }
    }

    /// <summary>Executes <c>migrate_cancel</c>, which does nothing if no migration is active.</summary>
    public void Cancel(QmpTestCall call)
    {
        lock (_gate)
        {
            ThrowUnless(
                !_status.StartsWith("postcopy-", StringComparison.Ordinal),
                "Postcopy migration in progress, cannot cancel."
            );
            if (IsActive)
            {
                SetStatus("cancelling");
                SetStatus("cancelled");
            }
        }
    }

    /// <summary>Executes <c>migrate-set-capabilities</c>.</summary>
    public void SetCapabilities(QmpTestCall call)
    {
        lock (_gate)
        {
            foreach (JsonElement item in call.Arguments.GetProperty("capabilities").EnumerateArray())
            {
                string name = item.GetProperty("capability").GetString()!;
                _ = item.GetProperty("state").GetBoolean() ? _capabilities.Add(name) : _capabilities.Remove(name);
            }
        }
    }

    /// <summary>Executes <c>migrate-start-postcopy</c>.</summary>
    public void StartPostcopy(QmpTestCall call)
    {
        lock (_gate)
        {
            ThrowUnless(
                _capabilities.Contains("postcopy-ram"),
                "Enable postcopy with migrate_set_capability before the start of migration"
            );
            ThrowUnless(_status != "none", "Postcopy must be started after migration has been started");
            if (_status == "active")
            {
                SetStatus("postcopy-active");
                sendEvent("STOP", []);
            }
        }
    }

    /// <summary>Executes <c>migrate-pause</c>.</summary>
    public void Pause(QmpTestCall call)
    {
        lock (_gate)
        {
            ThrowUnless(
                _status == "postcopy-active",
                "migrate-pause is currently only supported during postcopy-active state"
            );
            SetStatus("postcopy-paused");
        }
    }

    /// <summary>Executes <c>migrate-recover</c>.</summary>
    public void Recover(QmpTestCall call)
    {
        lock (_gate)
        {
            ThrowUnless(_status == "postcopy-paused", "Migrate recover can only be run when postcopy is paused.");
            SetStatus("postcopy-active");
            StartWork(isResumed: true);
        }
    }

    private static void ThrowUnless(bool condition, string error)
    {
        if (!condition)
        {
            throw new QmpTestErrorException(error);
        }
    }

    private void StartWork(bool isResumed)
    {
        _starts++;
        _ = WorkAsync(_starts, isResumed ? TimeSpan.Zero : script.Duration, isResumed ? null : script.Error);
    }

    private async Task WorkAsync(int start, TimeSpan duration, string? error)
    {
        bool isEndless = duration == Timeout.InfiniteTimeSpan;
        TimeSpan pause = isEndless ? TimeSpan.Zero : duration / StepCount;
        int stepCount = isEndless || error is not null ? StepCount / 2 : StepCount;
        for (int step = 1; step <= stepCount; step++)
        {
            await Task.Delay(pause, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                if (!IsActive || start != _starts || closed.IsCancellationRequested)
                {
                    return;
                }

                _transferred = script.Total * step / StepCount;
                if (step == stepCount && !isEndless)
                {
                    End(error);
                }
            }
        }
    }

    private void End(string? error)
    {
        _error = error;
        if (error is not null)
        {
            SetStatus(_status == "postcopy-active" ? "postcopy-paused" : "failed");
            return;
        }

        if (_isIncoming || _status == "active")
        {
            sendEvent(_isIncoming ? "RESUME" : "STOP", []);
        }

        SetStatus("completed");
    }

    private void SetStatus(string status)
    {
        _status = status;
        if (_capabilities.Contains("events"))
        {
            sendEvent("MIGRATION", new QmpObject { ["status"] = status });
        }
    }

    /// <summary>Creates the members that QEMU 7.2 requires.</summary>
    private QmpValue CreateStatistics()
    {
        QmpObject statistics = new()
        {
            ["transferred"] = _transferred,
            ["remaining"] = script.Total - _transferred,
            ["total"] = script.Total,
            ["page-size"] = 4096,
            ["mbps"] = 0,
            ["dirty-sync-count"] = 1,
        };
        foreach (string name in s_unplayed)
        {
            statistics[name] = 0;
        }

        return statistics!;
    }
}
