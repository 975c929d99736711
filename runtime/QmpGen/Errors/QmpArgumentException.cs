namespace QmpGen;

/// <summary>The exception that is thrown when an argument of a command cannot be sent.</summary>
/// <remarks>The schema does not define the value, or QEMU cannot parse it. The command was not sent, and the connection
/// stays usable.</remarks>
public sealed class QmpArgumentException : ArgumentException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The value and the reason.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpArgumentException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
