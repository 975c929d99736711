namespace QmpGen;

/// <summary>The peer sent a message that is larger than <see cref="QmpClientOptions.MaxMessageBytes"/>, which ends the
/// connection.</summary>
public sealed class QmpMessageTooLargeException : QmpProtocolException
{
    /// <summary>A message beyond the limit.</summary>
    /// <param name="message">What happened, and which option to raise.</param>
    /// <param name="limit">The limit, in bytes.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public QmpMessageTooLargeException(string message, int limit, Exception? innerException = null)
        : base(message, innerException) => Limit = limit;

    /// <summary>The limit that was exceeded, in bytes.</summary>
    public int Limit { get; }
}
