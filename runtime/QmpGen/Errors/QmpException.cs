namespace QmpGen;

/// <summary>The base class of all errors that the peer or the connection causes.</summary>
/// <remarks>A wrong argument of the caller is an <see cref="ArgumentException"/> instead, usually a
/// <see cref="QmpArgumentException"/>.</remarks>
public abstract class QmpException : Exception
{
    private protected QmpException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>Whether the same operation may succeed if it is retried.</summary>
    /// <remarks>
    /// <para>It does not say that a retry is safe: after a lost connection or a timeout, QEMU may have executed the
    /// command.</para>
    /// <para>If the client is closed by then (<see cref="QmpClient.State"/>), retry with a new client.</para>
    /// </remarks>
    public bool IsTransient { get; internal init; }
}
