namespace QmpGen;

/// <summary>
/// Where a monitor or the channel of a guest agent is, and how it is reached. Converts from QEMU's own notation
/// (<c>unix:PATH</c>,
/// <c>tcp:HOST:PORT</c>, <c>fd:N</c>) and from a <see cref="Stream"/>, so that either can be given to
/// <c>ConnectAsync</c>. A
/// <see cref="QmpListener"/> is an endpoint too, at which QEMU calls in.
/// </summary>
/// <remarks>
/// Safe for use by several threads. Making one touches nothing: connecting is what may fail. The notations:
/// <list type="bullet">
/// <item><c>unix:PATH</c>, on every system. A path of at most 107 bytes (103 on macOS and the BSDs).</item>
/// <item><c>unix:@NAME</c> or <c>unix:NAME,abstract=on</c>, an abstract socket, on Linux. <c>tight=off</c> after a
/// comma pads the name with NULs to the
/// length of a path, as QEMU's option does. A file whose name begins with <c>@</c> is written
/// <c>unix:./@name</c>.</item>
/// <item><c>tcp:HOST:PORT</c>, on every system. The host is a name, an IPv4 address, or an IPv6 address in brackets;
/// all addresses of a name are tried, one
/// after another. A host that vanishes is found out within a minute while nothing is being sent to it, and ends the
/// connection; a request that is sent
/// to one is given up when the system gives up to repeat it, which on Linux takes a quarter of an hour. For TLS see
/// <see cref="QmpClientOptions.Tls"/>.</item>
/// <item><c>fd:N</c>, a connected socket that this process has inherited, except on Windows. The first client that
/// connects takes it over and closes it.</item>
/// </list>
/// The options that tell QEMU to listen (<c>,server=on,wait=off</c>) stay on its command line.
/// </remarks>
public abstract class QmpEndpoint
{
    private protected QmpEndpoint() { }

    /// <summary>Whether it can be connected to again when a connection is lost.</summary>
    internal virtual bool IsReusable => true;

    /// <summary>Host or path, and port, for traces; null where there is nothing of the kind.</summary>
    internal virtual (string Address, int? Port)? Server => null;

    /// <summary>Reads QEMU's notation.</summary>
    /// <param name="endpoint"><c>unix:PATH</c>, <c>unix:@NAME</c>, <c>tcp:HOST:PORT</c> or <c>fd:N</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">The text is no endpoint; the message says how to write one.</exception>
    public static QmpEndpoint Parse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return EndpointNotation.Parse(endpoint);
    }

    /// <summary>An endpoint whose connections are made by a function: a tunnel, a virtual socket, a serial
    /// line.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="connect">Makes a connection, which the client then owns. It is called again where
    /// <see cref="QmpClientOptions"/> ask for
    /// reconnecting.</param>
    /// <returns>The endpoint.</returns>
    public static QmpEndpoint Create(string name, Func<CancellationToken, ValueTask<Stream>> connect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(connect);
        return new CustomEndpoint(name, connect);
    }

    /// <summary>An endpoint that is a connection already. The client owns the stream from its <c>ConnectAsync</c> on,
    /// even where that fails; only after an
    /// <see cref="ArgumentException"/> nothing has been touched.</summary>
    /// <param name="stream">The stream. It can be connected to once.</param>
    /// <returns>The endpoint.</returns>
    public static QmpEndpoint FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new StreamEndpoint(stream);
    }

    /// <summary>Reads QEMU's notation.</summary>
    /// <inheritdoc cref="Parse(string)"/>
    public static implicit operator QmpEndpoint(string endpoint) => Parse(endpoint);

    /// <inheritdoc cref="FromStream(Stream)"/>
    public static implicit operator QmpEndpoint(Stream stream) => FromStream(stream);

    /// <summary>The endpoint as it stands in messages.</summary>
    /// <returns>QEMU's notation, where it has one.</returns>
    public abstract override string ToString();

    /// <summary>Refuses options that this endpoint cannot honour, before anything is opened.</summary>
    /// <exception cref="ArgumentException">The options do not go with the endpoint.</exception>
    internal virtual void Check(QmpClientOptions options)
    {
        if (options.Tls is not null)
        {
            throw new ArgumentException(
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)} is for tcp:HOST:PORT, as QEMU's tls-creds= is; {this} is another kind of endpoint. "
                    + "Leave it out; a stream of your own can be an SslStream.",
                nameof(options)
            );
        }
    }

    /// <summary>Connects.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, also when the options' time for connecting has passed.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="QmpConnectionException">Nobody answers there.</exception>
    /// <exception cref="QmpTimeoutException">The token was cancelled, and the endpoint knows better than the handshake
    /// what did not happen in time.</exception>
    internal abstract ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken);

    /// <summary>Why a connection may have ended before the greeting came, as whole sentences; null where there is no
    /// usual cause.</summary>
    internal virtual string? ExplainNoGreeting(QmpClientOptions options) => null;

    /// <summary>Why somebody may have connected and then said nothing, as whole sentences.</summary>
    /// <param name="options">How it was connected.</param>
    /// <param name="usualCause">What the handshake takes for the cause.</param>
    internal virtual string ExplainSilence(QmpClientOptions options, string usualCause) => usualCause;

    /// <summary>What is known of the end of a connection beyond what was read from it, as whole sentences; null where
    /// that is nothing.</summary>
    internal virtual ValueTask<string?> ExplainEndAsync() => ValueTask.FromResult<string?>(null);
}
