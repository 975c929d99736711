namespace QmpGen;

/// <summary>
/// Where a monitor or the channel of a guest agent is, and how it is reached. Converts from QEMU's own notation (<c>unix:PATH</c>,
/// <c>tcp:HOST:PORT</c>) and from a <see cref="Stream"/>, so that either can be given to <c>ConnectAsync</c>.
/// </summary>
/// <remarks>Safe for use by several threads. Making one touches nothing: connecting is what may fail.</remarks>
public abstract class QmpEndpoint
{
    private protected QmpEndpoint()
    {
    }

    /// <summary>Whether it can be connected to again when a connection is lost.</summary>
    internal virtual bool IsReusable => true;

    /// <summary>Host or path, and port, for traces; null where there is nothing of the kind.</summary>
    internal virtual (string Address, int? Port)? Server => null;

    /// <summary>Reads QEMU's notation.</summary>
    /// <param name="endpoint"><c>unix:PATH</c> or <c>tcp:HOST:PORT</c>, an IPv6 address in brackets.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">The text is no endpoint; the message says how to write one.</exception>
    public static QmpEndpoint Parse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return EndpointNotation.Parse(endpoint);
    }

    /// <summary>An endpoint whose connections are made by a function: a tunnel, a virtual socket, a serial line.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="connect">Makes a connection, which the client then owns. It is called again where <see cref="QmpClientOptions"/> ask for
    /// reconnecting.</param>
    /// <returns>The endpoint.</returns>
    public static QmpEndpoint From(string name, Func<CancellationToken, ValueTask<Stream>> connect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(connect);
        return new CustomEndpoint(name, connect);
    }

    /// <summary>An endpoint that is a connection already. The client owns the stream from its <c>ConnectAsync</c> on, even where that fails.</summary>
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

    /// <summary>An endpoint that is a connection already.</summary>
    /// <inheritdoc cref="FromStream(Stream)"/>
    public static implicit operator QmpEndpoint(Stream stream) => FromStream(stream);

    /// <summary>The endpoint as it stands in messages.</summary>
    /// <returns>QEMU's notation, where it has one.</returns>
    public abstract override string ToString();

    /// <summary>Connects.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="QmpConnectionException">Nobody answers there.</exception>
    internal abstract ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken);

    /// <summary>Why a connection may have ended before the greeting came, as whole sentences; null where there is no usual cause.</summary>
    internal virtual string? ExplainNoGreeting(QmpClientOptions options) => null;

    /// <summary>What is known of the end of a connection beyond what was read from it, as whole sentences; null where that is nothing.</summary>
    internal virtual ValueTask<string?> ExplainEndAsync() => ValueTask.FromResult<string?>(null);
}
