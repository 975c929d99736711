namespace QmpGen;

/// <summary>The exception that is thrown when an operation does not complete within its timeout.</summary>
/// <remarks>An established connection stays usable. QEMU may still execute a command that timed out.
/// <see cref="QmpException.IsTransient"/> is true.</remarks>
public sealed class QmpTimeoutException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The operation, the timeout and the usual cause.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException) => IsTransient = true;
}
