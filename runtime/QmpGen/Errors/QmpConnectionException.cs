namespace QmpGen;

/// <summary>The connection could not be made, or ended. Every call that was pending is told the same, first
/// cause.</summary>
public sealed class QmpConnectionException : QmpException
{
    /// <summary>The end of a connection.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public QmpConnectionException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
