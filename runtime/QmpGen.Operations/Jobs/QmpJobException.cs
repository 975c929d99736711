namespace QmpGen.Operations;

/// <summary>The exception that is thrown when a job fails.</summary>
/// <remarks>The job was dismissed and does not exist anymore. The connection stays usable.</remarks>
public sealed class QmpJobException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="jobId">The id of the job.</param>
    /// <param name="jobType">QEMU's type of the job, or empty if it is unknown.</param>
    /// <param name="error">QEMU's description of the error.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpJobException(string jobId, string jobType, string error, Exception? innerException = null)
        : base(CreateMessage(jobId, jobType, error), innerException)
    {
        JobId = jobId;
        JobType = jobType;
        Error = error;
    }

    /// <summary>The id of the job.</summary>
    public string JobId { get; }

    /// <summary>QEMU's type of the job, such as <c>backup</c>; empty if it is unknown.</summary>
    public string JobType { get; }

    /// <summary>QEMU's description of the error.</summary>
    /// <remarks>Its text differs between releases of QEMU. <see cref="Exception.Message"/> contains at most 1024
    /// characters of it.</remarks>
    public string Error { get; }

    private static string CreateMessage(string jobId, string jobType, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        string type = string.IsNullOrEmpty(jobType) ? "" : $" ({PeerText.Shorten(jobType)})";
        return $"The job '{jobId}'{type} failed: {PeerText.Shorten(error)}";
    }
}
