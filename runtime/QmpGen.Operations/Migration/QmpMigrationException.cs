namespace QmpGen.Operations;

/// <summary>The exception that is thrown when a migration fails, is canceled by another program, or pauses.</summary>
/// <remarks>The connection stays usable. If <see cref="Status"/> is <c>postcopy-paused</c>, the guest exists on both
/// sides in part: recover the migration with <see cref="MigrationOperations.RecoverPostcopyAsync"/> and
/// <see cref="MigrationOperations.ResumeMigrationAsync"/>, and do not end either QEMU.</remarks>
public sealed class QmpMigrationException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="status">QEMU's status of the migration.</param>
    /// <param name="error">QEMU's description of the error, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpMigrationException(string status, string? error, Exception? innerException = null)
        : base(CreateMessage(status, error), innerException)
    {
        Status = status;
        Error = error;
    }

    /// <summary>QEMU's status of the migration: <c>failed</c>, <c>cancelled</c> or <c>postcopy-paused</c>.</summary>
    public string Status { get; }

    /// <summary>QEMU's description of the error, or null if it did not report one.</summary>
    /// <remarks>Its text differs between releases of QEMU. <see cref="Exception.Message"/> contains at most 1024
    /// characters of it.</remarks>
    public string? Error { get; }

    private static string CreateMessage(string status, string? error)
    {
        string reason = error is null ? "QEMU did not report a reason" : PeerText.Shorten(error);
        return status switch
        {
            "postcopy-paused" => $"The postcopy migration is paused: {reason}. Recover it with "
                + $"{nameof(MigrationOperations.RecoverPostcopyAsync)} on the destination and "
                + $"{nameof(MigrationOperations.ResumeMigrationAsync)} on the source.",
            "cancelled" => "The migration was canceled by another program.",
            _ => $"The migration failed: {reason}.",
        };
    }
}
