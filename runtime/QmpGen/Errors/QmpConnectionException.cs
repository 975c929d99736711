namespace QmpGen;

/// <summary>The exception that is thrown when a connection cannot be established or ends.</summary>
/// <remarks>
/// <para>All pending calls fail with the same cause.</para>
/// <para><see cref="QmpException.IsTransient"/> is true, except if this program closed the connection, if the endpoint
/// was used up, if access is denied, if the path is not a stream socket, if the TLS handshake failed, if the program of
/// a <see cref="QemuProcess"/> cannot be started or has exited, or if the peer does not support what the options
/// require.</para>
/// </remarks>
public sealed class QmpConnectionException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The event and its reason.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpConnectionException(string message, Exception? innerException = null)
        : base(message, innerException) => IsTransient = true;
}
