namespace QmpGen.Operations;

/// <summary>Specifies how a job that did not fail ended.</summary>
public enum JobOutcome
{
    /// <summary>The job has completed.</summary>
    Completed,

    /// <summary>The job was ready and was ended as <see cref="JobReadyAction.Cancel"/> requires.</summary>
    Canceled,

    /// <summary>The job is ready and continues, as <see cref="JobReadyAction.Leave"/> requires.</summary>
    Ready,
}

/// <summary>The result of a job that did not fail.</summary>
/// <param name="JobId">The id of the job.</param>
/// <param name="JobType">QEMU's type of the job, such as <c>backup</c>; empty if QEMU did not report it.</param>
/// <param name="Outcome">How the job ended.</param>
public sealed record JobResult(string JobId, string JobType, JobOutcome Outcome);
