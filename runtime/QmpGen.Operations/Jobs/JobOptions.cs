namespace QmpGen.Operations;

/// <summary>Specifies what an operation does when its job is ready, such as a mirror that has copied
/// everything.</summary>
public enum JobReadyAction
{
    /// <summary>Completes the job with <c>job-complete</c>. A mirror switches to the copy, and a commit to the backing
    /// image.</summary>
    Complete,

    /// <summary>Ends the job with <c>block-job-cancel</c>, which is success. The target of a mirror is a consistent
    /// copy, and the machine stays on the source.</summary>
    Cancel,

    /// <summary>Leaves the job running and returns. End it later with <see cref="JobOperations.FollowJobAsync"/> and
    /// another action.</summary>
    Leave,
}

/// <summary>Options of <see cref="JobOperations"/>.</summary>
/// <remarks>The job itself does not have a timeout: cancel the operation to end the job.</remarks>
public sealed record JobOptions : OperationOptions
{
    /// <summary>The id of the job to start.</summary>
    /// <remarks>Default: null, which uses the argument <c>job-id</c> of the command, or else creates a unique id. An id
    /// starts with a letter and contains letters, digits, and the characters <c>-._</c>.</remarks>
    public string? JobId { get; init; }

    /// <summary>What to do when the job is ready.</summary>
    /// <remarks>Default: null, which is <see cref="JobReadyAction.Complete"/> for a job that the operation starts, and
    /// <see cref="JobReadyAction.Leave"/> for <see cref="JobOperations.FollowJobAsync"/>. Jobs that are never ready,
    /// such as a backup, ignore it.</remarks>
    public JobReadyAction? WhenReady { get; init; }

    /// <summary>Whether the job continues when the operation is canceled.</summary>
    /// <remarks>Default: null, which cancels a job that the operation started, and leaves the job of
    /// <see cref="JobOperations.FollowJobAsync"/>. The same applies if the operation cannot continue, for example
    /// because the progress throws.</remarks>
    public bool? LeaveWhenCanceled { get; init; }

    /// <summary>The time to wait for the end of the job after a cancellation.</summary>
    /// <remarks>Default: 60 seconds. A job that waits for slow storage needs time to stop.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan CancelTimeout
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromSeconds(60);
}
