using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>
/// An endpoint at which this program listens and QEMU calls in. <c>ConnectAsync</c> with it waits for the next QEMU
/// that does, and negotiates:
/// <code>
/// await using QmpListener listener = QmpListener.Start("unix:/run/vm1.qmp");
/// // start QEMU with listener.QemuArguments, or let it run already with a chardev that reconnects
/// await using QmpClient vm = await QmpClient.ConnectAsync(listener);
/// </code>
/// </summary>
/// <remarks>
/// Safe for use by several threads. Several QEMUs may call in: each <c>ConnectAsync</c> gets the next, in the order in
/// which they called. The time for
/// which it waits is <see cref="QmpClientOptions.ConnectTimeout"/>. Disposing the listener ends the waiting; the
/// clients that it gave stay connected.
/// <para>Nothing tells which QEMU calls. Where clients reconnect (<see cref="QmpClientOptions.Reconnect"/>), give each
/// QEMU a listener of its own: clients
/// that share one get whichever QEMU calls next, and may end up with one another's.</para>
/// <para>With TLS, who is turned away, or says nothing, is passed over: the wait goes on, and if nobody else comes its
/// time-out tells why.</para>
/// </remarks>
public sealed class QmpListener : QmpEndpoint, IAsyncDisposable, IDisposable
{
    private readonly Socket _socket;
    private readonly TlsReception? _reception;
    private readonly string _credentials;
    private volatile bool _closed;

    private QmpListener(Socket socket, string endpoint, string address, SslServerAuthenticationOptions? tls = null)
    {
        _socket = socket;
        _reception = tls is null ? null : new TlsReception(socket, tls, endpoint);
        _credentials = tls is null ? "" : ",tls-creds=tls0";
        Address = address;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens, with the port that it got: <c>unix:/run/vm1.qmp</c>,
    /// <c>tcp:localhost:40123</c>.</summary>
    public string Endpoint { get; }

    /// <summary>What makes QEMU call in, as arguments of its command line: a <c>-chardev</c> with the id <c>qmp</c>,
    /// and a monitor upon it.</summary>
    /// <remarks>Such a QEMU calls once, when it starts, and ends if nobody listens. One that is to call again, and
    /// again, when a connection has ended has
    /// <c>,reconnect=1</c> in its chardev, or, from QEMU 9.2 on, <c>,reconnect-ms=1000</c>. With TLS it needs before
    /// them
    /// <c>-object tls-creds-x509,id=tls0,dir=DIR,endpoint=client</c>. A path is as it was given to
    /// <see cref="Start"/>.</remarks>
    public IReadOnlyList<string> QemuArguments =>
        ["-chardev", $"socket,id=qmp,{Address}{_credentials}", "-qmp", "chardev:qmp"];

    internal override bool IsReusable => !_closed;

    /// <summary>Where it listens, as options of QEMU's socket chardev.</summary>
    internal string Address { get; }

    private string HowToCall => string.Join(' ', QemuArguments);

    /// <summary>Starts to listen; when the call returns, QEMU can call in.</summary>
    /// <param name="endpoint">Where: <c>unix:PATH</c>, <c>unix:@NAME</c> or <c>tcp:HOST:PORT</c>. The port 0 takes any
    /// that is free; the host is a name or an
    /// address of this machine, <c>0.0.0.0</c> or <c>[::]</c> for all of them.</param>
    /// <param name="tls">TLS, for <c>tcp:</c> only; null for none. <see cref="QmpTls.CreateServerOptions(string)"/> makes it from a
    /// directory of certificates.</param>
    /// <returns>The listener.</returns>
    /// <remarks>The file of a unix socket is removed when the listener is disposed. One that a program left behind, so
    /// that nobody listens at it, is
    /// replaced; a file that is no socket, or a socket at which somebody listens, is not. Who takes the file away
    /// himself and listens there anew disposes
    /// of this listener before: the new file would be removed too. Without TLS anybody who reaches a TCP port can play
    /// QEMU.</remarks>
    /// <exception cref="ArgumentException">The text is no endpoint at which one can listen, or TLS was asked for on a
    /// unix socket.</exception>
    /// <exception cref="PlatformNotSupportedException">An abstract socket was asked for on a system other than
    /// Linux.</exception>
    /// <exception cref="QmpConnectionException">The address cannot be had; the message says why.</exception>
    public static QmpListener Start(string endpoint, SslServerAuthenticationOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        try
        {
            return EndpointNotation.Parse(endpoint, lowestPort: 0) switch
            {
                UnixEndpoint { Address: var address } when tls is null => ListenAt(address),
                UnixEndpoint => throw new ArgumentException(
                    $"TLS is for tcp:HOST:PORT, as QEMU's tls-creds= is, and {endpoint} is a unix socket.",
                    nameof(tls)
                ),
                TcpEndpoint tcp => ListenAt(tcp.Host, tcp.Port, tls),
                _ => throw new ArgumentException(
                    $"One cannot listen at {endpoint}, only at unix:PATH, unix:@NAME and tcp:HOST:PORT.",
                    nameof(endpoint)
                ),
            };
        }
        catch (SocketException e)
        {
            throw new QmpConnectionException($"Cannot listen at {endpoint}: {Explain(e)}", e);
        }
    }

    /// <inheritdoc cref="Endpoint"/>
    /// <returns>The endpoint.</returns>
    public override string ToString() => Endpoint;

    /// <summary>Ends listening and removes the socket's file. Whoever waits for a QEMU to call in gets a
    /// <see cref="QmpConnectionException"/>.</summary>
    public void Dispose()
    {
        _closed = true;
        _reception?.Dispose();

        // This also deletes the file that a unix socket is bound to.
        _socket.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    /// <returns>Completes when that is done.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal override void Check(QmpClientOptions options)
    {
        if (options.Tls is not null)
        {
            throw new ArgumentException(
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)} is for connecting. Where QEMU calls in this side is the server: give {nameof(QmpListener)}."
                    + $"{nameof(Start)} what {nameof(QmpTls)}.{nameof(QmpTls.CreateServerOptions)} makes.",
                nameof(options)
            );
        }
    }

    internal override async ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw NobodyCalled(options.ConnectTimeout, e);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            throw new QmpConnectionException(
                _closed
                    ? $"The listener at {Endpoint} was disposed: no QEMU can call in there any more."
                    : $"Cannot accept a connection at {Endpoint}: {e.Message}",
                e
            );
        }
    }

    /// <summary>Waits for the next caller.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        _reception is null
            ? new NetworkStream(await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true)
            : await _reception.NextAsync(cancellationToken).ConfigureAwait(false);

    internal override string? ExplainNoGreeting(QmpClientOptions options) =>
        _reception is null
            ? $"Whoever called in left before it said anything. A monitor calls in with {HowToCall}."
            : TlsHandshake.RefusedByClient;

    internal override string ExplainSilence(QmpClientOptions options, string usualCause) =>
        $"Somebody called in and then said nothing. A monitor, which speaks first, calls in with {HowToCall}; a guest agent answers while it runs in the guest.";

    private QmpTimeoutException NobodyCalled(TimeSpan limit, OperationCanceledException cancellation)
    {
        string waited = $"Waited {limit.TotalSeconds:0.###} s for QEMU to call in at {Endpoint}, and";
        return _reception?.Refusal is { } refusal
            ? new QmpTimeoutException($"{waited} nobody got through. {refusal.Message}", refusal)
            : new QmpTimeoutException(
                $"{waited} nobody did. QEMU calls in with {HowToCall}; add ,reconnect=1 to the chardev (from QEMU 9.2 on ,reconnect-ms=1000) where it is to "
                    + "call again after a connection has ended.",
                cancellation
            );
    }

    /// <exception cref="QmpConnectionException">There is something already that is no socket left behind.</exception>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    internal static QmpListener ListenAt(UnixAddress address)
    {
        UnixDomainSocketEndPoint endPoint = address.ToEndPoint();
        if (!address.IsAbstract)
        {
            SocketFile.RemoveStale(address.Name);
        }

        string options = address switch
        {
            { IsAbstract: false } => "",
            { IsTight: true } => ",abstract=on",
            _ => ",abstract=on,tight=off",
        };
        return new QmpListener(
            Listen(UnixAddress.CreateSocket(), endPoint),
            address.ToString(),
            $"path={Escape(address.Name)}{options}"
        );
    }

    private static QmpListener ListenAt(string host, int port, SslServerAuthenticationOptions? tls)
    {
        IPAddress[] addresses = TcpSocket.ResolveAsync(host, CancellationToken.None).GetAwaiter().GetResult();
        for (int i = 0; ; i++)
        {
            try
            {
                Socket socket = Listen(TcpSocket.Create(addresses[i]), new IPEndPoint(addresses[i], port));
                int actual = ((IPEndPoint)socket.LocalEndPoint!).Port;
                return new QmpListener(socket, TcpSocket.Text(host, actual), $"host={Escape(host)},port={actual}", tls);
            }
            catch (SocketException e)
                when (i + 1 < addresses.Length
                    && e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable
                )
            {
                // This machine lacks the family of the first. Any other reason is one to be told: at the second nobody
                // would call.
            }
        }
    }

    private static Socket Listen(Socket socket, EndPoint endPoint)
    {
        try
        {
            if (endPoint is IPEndPoint { Address: var address })
            {
                // What is accepted inherits it.
                TcpSocket.Configure(socket);
                if (address.Equals(IPAddress.IPv6Any))
                {
                    socket.DualMode = true;
                }
            }

            socket.Bind(endPoint);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A value of QEMU's command line, where a comma begins the next option.</summary>
    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);

    private static string Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                "somebody listens there already. Choose another address, or end who listens; port 0 takes one that is free.",
            SocketError.AddressNotAvailable => "this is no address of this machine, or its directory does not exist.",
            SocketError.AccessDenied =>
                "this user may not listen there: ports below 1024 and other people's directories are not everybody's.",
            _ => failure.Message,
        };
}
