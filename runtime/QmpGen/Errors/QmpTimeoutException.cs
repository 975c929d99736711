namespace QmpGen;

/// <summary>Something did not happen within the time that was given to it. The connection, where there is one, is as
/// usable as before.</summary>
public sealed class QmpTimeoutException : TimeoutException
{
    /// <summary>A limit that has passed.</summary>
    /// <param name="message">What was waited for, how long, and the usual cause.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public QmpTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
