namespace QmpGen;

/// <summary>A value that must not be sent: the schema does not know it, or QEMU could not read it and would answer
/// without saying to whom.
/// Nothing has been sent, and the connection is as usable as before.</summary>
public sealed class QmpArgumentException : ArgumentException
{
    /// <summary>A refused value.</summary>
    /// <param name="message">Which value, and why.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public QmpArgumentException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
