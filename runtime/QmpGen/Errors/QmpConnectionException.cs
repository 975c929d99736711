namespace QmpGen;

/// <summary>The exception that is thrown when a connection cannot be established or ends.</summary>
/// <remarks>
/// <para>If a connection ends, all pending calls fail with the same cause.</para>
/// <para><see cref="QmpException.IsTransient"/> is false in these cases:</para>
/// <list type="bullet">
/// <item>This program closed the connection.</item>
/// <item>The endpoint supports only one connection, which was used before.</item>
/// <item>Access is denied, the path is not a stream socket, or the TLS handshake failed.</item>
/// <item>The program of a <see cref="QemuProcess"/> cannot be started or has exited.</item>
/// <item>The address of a <see cref="QmpListener"/> is invalid or not permitted, or the listener is disposed.</item>
/// <item>The peer does not support a feature that the options require.</item>
/// </list>
/// </remarks>
public sealed class QmpConnectionException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The event and its reason.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpConnectionException(string message, Exception? innerException = null)
        : base(message, innerException) => IsTransient = true;
}
