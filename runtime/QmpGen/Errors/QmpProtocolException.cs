namespace QmpGen;

/// <summary>The peer sent what the protocol or the schema does not allow: a reply that lacks a mandatory member, a
/// value of another kind,
/// no greeting of QMP, or bytes that are no JSON.</summary>
public class QmpProtocolException : QmpException
{
    /// <summary>A breach of the protocol.</summary>
    /// <param name="message">What was wrong, where, and what to do about it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public QmpProtocolException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
