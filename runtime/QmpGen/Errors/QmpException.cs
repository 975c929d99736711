namespace QmpGen;

/// <summary>The base of what can go wrong on a QMP connection. A value that must not be sent is a
/// <see cref="QmpArgumentException"/>,
/// a limit of time a <see cref="QmpTimeoutException"/>.</summary>
public abstract class QmpException : Exception
{
    private protected QmpException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
