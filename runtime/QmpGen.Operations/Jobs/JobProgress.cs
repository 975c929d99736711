namespace QmpGen.Operations;

/// <summary>The progress of a job.</summary>
/// <param name="JobId">The id of the job.</param>
/// <param name="Status">QEMU's status of the job, such as <c>running</c>, <c>paused</c> or <c>ready</c>.</param>
/// <param name="Current">The finished part of the work, in bytes for most jobs.</param>
/// <param name="Total">The whole work in the same unit. It can grow while the job runs, and is 0 at its start.</param>
public sealed record JobProgress(string JobId, string Status, long Current, long Total)
{
    /// <summary>The finished part of the work, from 0 to 1.</summary>
    public double Fraction => Total <= 0 ? 0 : Math.Clamp((double)Current / Total, 0, 1);
}
