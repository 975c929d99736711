namespace QmpGen;

/// <summary>The base class of exceptions that the peer or the connection causes.</summary>
/// <remarks>An invalid argument causes an <see cref="ArgumentException"/> instead, usually a
/// <see cref="QmpArgumentException"/>.</remarks>
public abstract class QmpException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The operation, the reason and the remedy.</param>
    /// <param name="innerException">The cause, or null.</param>
    protected QmpException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>Whether the same operation may succeed if it is retried.</summary>
    /// <remarks>
    /// <para>A retry may execute the command twice: after a lost connection or a timeout, it is unknown whether QEMU
    /// executed it.</para>
    /// <para>If the client is closed (<see cref="QmpClient.State"/>), retry with a new client.</para>
    /// </remarks>
    public bool IsTransient { get; internal init; }

    /// <summary>The message without its subject, for texts that already name the endpoint.</summary>
    internal string Reason
    {
        get => field ?? Message;
        init;
    }
}
