namespace QmpGen.Testing;

/// <summary>The state of a job of the test server.</summary>
internal sealed class PlayedJob
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required QmpTestJob Script { get; init; }

    public required bool AutoDismiss { get; init; }

    public required bool AutoFinalize { get; init; }

    public string Status { get; set; } = "";

    public long Current { get; set; }

    public string? Error { get; set; }

    /// <summary>Whether QEMU's commands and events for block jobs apply.</summary>
    public bool IsBlockJob => Type is "backup" or "mirror" or "commit" or "stream";

    public bool WaitsWhenReady => Script.WaitsWhenReady ?? Type == "mirror";

    /// <summary>The job as <c>query-jobs</c> returns it.</summary>
    public QmpObject ToQueryResult()
    {
        QmpObject result = new()
        {
            ["id"] = Id,
            ["type"] = Type,
            ["status"] = Status,
            ["current-progress"] = Current,
            ["total-progress"] = Script.Total,
        };
        if (Error is not null)
        {
            result["error"] = Error;
        }

        return result;
    }

    /// <summary>The data of an event of a block job.</summary>
    public QmpObject ToEventData()
    {
        QmpObject data = new()
        {
            ["type"] = Type,
            ["device"] = Id,
            ["len"] = Script.Total,
            ["offset"] = Current,
            ["speed"] = 0,
        };
        return data;
    }
}
