namespace QmpGen.Operations;

/// <summary>A job as <c>query-jobs</c> reports it.</summary>
internal sealed record JobState(string Id, string Type, string Status, long Current, long Total, string? Error)
{
    public JobProgress Progress => new(Id, Status, Current, Total);

    /// <summary>Finds a job in the result of <c>query-jobs</c>.</summary>
    public static JobState? Find(QmpValue jobs, string id)
    {
        foreach (QmpValue job in jobs)
        {
            if (job["id"].GetString() == id)
            {
                return Read(job);
            }
        }

        return null;
    }

    private static JobState Read(QmpValue job) =>
        new(
            job["id"].GetString(),
            job["type"].GetString(),
            job["status"].GetString(),
            job["current-progress"].GetInt64(),
            job["total-progress"].GetInt64(),
            job.TryGetMember("error", out QmpValue? error) ? error.GetString() : null
        );
}
