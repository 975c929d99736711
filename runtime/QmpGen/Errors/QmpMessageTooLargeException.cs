namespace QmpGen;

/// <summary>The exception that is thrown when a message exceeds
/// <see cref="QmpClientOptions.MaxMessageBytes"/>.</summary>
/// <remarks>The connection is closed.</remarks>
public sealed class QmpMessageTooLargeException : QmpProtocolException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The event and the option to change.</param>
    /// <param name="limit">The limit, in bytes.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpMessageTooLargeException(string message, int limit, Exception? innerException = null)
        : base(message, innerException) => Limit = limit;

    /// <summary>The exceeded limit, in bytes.</summary>
    public int Limit { get; }
}
