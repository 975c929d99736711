namespace QmpGen.Operations;

/// <summary>A command that starts a job, with the arguments that an operation requires.</summary>
internal sealed record JobStart(string Command, QmpValue Arguments, string JobId)
{
    /// <summary>Adds the id, and keeps QEMU from dismissing the job, because its error would be lost.</summary>
    public static async Task<JobStart> PrepareAsync(
        QmpClient client,
        string command,
        QmpValue? arguments,
        string? jobId,
        CancellationToken cancellationToken
    )
    {
        QmpObject prepared = arguments is null ? [] : new QmpObject(arguments.Members);
        string id =
            jobId ?? (prepared.ContainsKey("job-id") ? prepared["job-id"].GetString() : $"job-{Guid.NewGuid():N}");
        prepared["job-id"] = id;

        // QEMU never dismisses the jobs of blockdev-create and snapshot-*, which lack the argument.
        await client.LoadSchemaAsync(cancellationToken).ConfigureAwait(false);
        if (client.Supports($"{command}/arg-type/auto-dismiss"))
        {
            prepared["auto-dismiss"] = false;
        }

        return new JobStart(command, prepared!, id);
    }
}
