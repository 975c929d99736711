namespace QmpGen;

/// <summary>The exception that is thrown when the peer violates the protocol or the schema.</summary>
/// <remarks>
/// <para>Examples: a response without a required member, a value of the wrong type, a greeting that is not QMP, or
/// bytes that are not JSON.</para>
/// <para>If only the result of a command does not match the schema, the connection stays usable. Otherwise it is
/// closed.</para>
/// </remarks>
public class QmpProtocolException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The violation, its place and the remedy.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpProtocolException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
