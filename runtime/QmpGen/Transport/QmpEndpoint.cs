namespace QmpGen;

/// <summary>The address of a QEMU monitor or guest agent.</summary>
/// <remarks>
/// <para>
/// Converts implicitly from QEMU's notation and from a <see cref="Stream"/>. A <see cref="QmpListener"/> is an endpoint
/// to which QEMU connects. Creating an endpoint does not open anything. Thread-safe.
/// </para>
/// <list type="bullet">
/// <item><c>unix:PATH</c>: a unix socket. The path has at most 107 bytes (103 on macOS and the BSDs).</item>
/// <item><c>unix:@NAME</c> or <c>unix:NAME,abstract=on</c>: an abstract unix socket, on Linux only. As in QEMU,
/// <c>tight=off</c> pads the name with NULs to the length of a path. Write a file name that begins with <c>@</c> as
/// <c>unix:./@name</c>.</item>
/// <item><c>tcp:HOST:PORT</c>: a TCP port. The host is a name, an IPv4 address, or an IPv6 address in brackets. All
/// addresses of a name are tried in turn. For TLS, see <see cref="QmpClientOptions.Tls"/>.</item>
/// <item><c>fd:N</c>: a connected socket that this process inherited, except on Windows. The first client that connects
/// owns and closes it.</item>
/// </list>
/// <para>
/// If a TCP host disappears, an idle connection ends within a minute. If a request is being sent, the connection ends
/// when the operating system stops retransmitting, which takes about 15 minutes on Linux.
/// </para>
/// <para>
/// Options that make QEMU listen, such as <c>,server=on,wait=off</c>, are not part of an endpoint.
/// </para>
/// </remarks>
public abstract class QmpEndpoint
{
    private protected QmpEndpoint() { }

    /// <summary>Whether a client can connect again after a connection is lost.</summary>
    internal virtual bool IsReusable => true;

    /// <summary>Whether opening runs a function of the user, which can throw any exception.</summary>
    internal virtual bool RunsUserCode => false;

    /// <summary>The host or path, and the port, for traces; null if the endpoint does not have them.</summary>
    internal virtual (string Address, int? Port)? Server => null;

    /// <summary>Parses an endpoint in QEMU's notation.</summary>
    /// <param name="endpoint"><c>unix:PATH</c>, <c>unix:@NAME</c>, <c>tcp:HOST:PORT</c> or <c>fd:N</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">The text is not a valid endpoint.</exception>
    public static QmpEndpoint Parse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return EndpointParser.Parse(endpoint);
    }

    /// <summary>Creates an endpoint that connects with a function, for example through a tunnel.</summary>
    /// <param name="name">The name of the endpoint in messages.</param>
    /// <param name="connect">
    /// Opens a connection, which the client then owns. Called again for each attempt to reconnect
    /// (<see cref="QmpClientOptions.Reconnect"/>).
    /// </param>
    /// <returns>The endpoint.</returns>
    /// <remarks>
    /// <para>
    /// An <see cref="IOException"/> or <see cref="System.Net.Sockets.SocketException"/> of the function causes a
    /// <see cref="QmpConnectionException"/>. <see cref="QmpClientOptions.WaitForPeer"/> retries it unless access is
    /// denied, or a file or directory is not found. A unix socket that does not exist yet is retried.
    /// </para>
    /// <para>
    /// <c>ConnectAsync</c> throws other exceptions of the function unchanged, and
    /// <see cref="QmpClientOptions.WaitForPeer"/> does not retry them. <see cref="QmpClientOptions.Reconnect"/> retries
    /// all exceptions of the function.
    /// </para>
    /// </remarks>
    public static QmpEndpoint Create(string name, Func<CancellationToken, ValueTask<Stream>> connect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(connect);
        return new CustomEndpoint(name, connect);
    }

    /// <summary>Creates an endpoint from an open connection.</summary>
    /// <param name="stream">The connection.</param>
    /// <returns>The endpoint, which supports one connection.</returns>
    /// <remarks>
    /// <c>ConnectAsync</c> takes ownership of the stream, even if it fails. If it throws an
    /// <see cref="ArgumentException"/>, the caller keeps the stream.
    /// </remarks>
    public static QmpEndpoint FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new StreamEndpoint(stream);
    }

    /// <summary>Parses an endpoint in QEMU's notation.</summary>
    /// <inheritdoc cref="Parse(string)"/>
    public static implicit operator QmpEndpoint(string endpoint) => Parse(endpoint);

    /// <inheritdoc cref="FromStream(Stream)"/>
    public static implicit operator QmpEndpoint(Stream stream) => FromStream(stream);

    /// <summary>Returns the endpoint as it appears in messages.</summary>
    /// <returns>QEMU's notation, or a description if QEMU has no notation for the endpoint.</returns>
    public abstract override string ToString();

    /// <summary>Validates the options before anything is opened.</summary>
    /// <exception cref="ArgumentException">The endpoint does not support the options.</exception>
    internal virtual void Check(TransportOptions options)
    {
        if (options.Tls is not null)
        {
            throw new ArgumentException(
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)} requires an endpoint of the form "
                    + $"tcp:HOST:PORT, but the endpoint is {this}. Omit the option. "
                    + "To use TLS over another transport, pass an SslStream.",
                nameof(options)
            );
        }
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="options">The options of the connection.</param>
    /// <param name="cancellationToken">A token that cancels the attempt, including at its timeout.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="QmpConnectionException">The connection failed.</exception>
    /// <exception cref="QmpTimeoutException">The token was canceled. The message contains the usual cause.</exception>
    internal abstract ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken);

    /// <summary>Explains why a connection ended before the peer sent anything; null if the cause is unknown.</summary>
    /// <returns>The usual reason, and whether waiting can cure it.</returns>
    internal virtual (string Reason, bool IsTransient)? ExplainNoGreeting(TransportOptions options) => null;

    /// <summary>Explains why a peer is connected but sends nothing.</summary>
    /// <param name="options">The options of the connection.</param>
    /// <param name="usualCause">The cause that the handshake suggests.</param>
    internal virtual string ExplainSilence(TransportOptions options, string usualCause) => usualCause;

    /// <summary>Explains the end of a connection; null if the endpoint has no information.</summary>
    internal virtual ValueTask<string?> ExplainEndAsync() => ValueTask.FromResult<string?>(null);
}
