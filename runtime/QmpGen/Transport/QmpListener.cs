using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>An endpoint that listens for connections from QEMU.</summary>
/// <remarks>
/// <para>
/// <c>ConnectAsync</c> waits up to <see cref="QmpClientOptions.ConnectTimeout"/> for the next QEMU that connects.
/// Several QEMU processes can connect; each <c>ConnectAsync</c> gets the next one in order. Disposing the listener ends
/// pending waits, but clients stay connected. Thread-safe.
/// </para>
/// <para>
/// A listener cannot tell which QEMU connects. If clients reconnect (<see cref="QmpClientOptions.Reconnect"/>), use a
/// separate listener for each QEMU. Otherwise a client can get the connection of another one.
/// </para>
/// <para>
/// With TLS, peers that fail the handshake or send nothing are ignored. If no other peer connects, the
/// <see cref="QmpTimeoutException"/> contains the reason.
/// </para>
/// </remarks>
/// <example><code>
/// await using QmpListener listener = QmpListener.Start("unix:/run/vm1.qmp");
/// // Start QEMU with listener.QemuArguments, or use one whose chardev reconnects.
/// await using QmpClient vm = await QmpClient.ConnectAsync(listener);
/// </code></example>
public sealed class QmpListener : QmpEndpoint, IAsyncDisposable, IDisposable
{
    private readonly Socket _socket;
    private readonly TlsAcceptor? _tlsAcceptor;
    private readonly string _tlsOption;
    private volatile bool _isClosed;

    private QmpListener(Socket socket, string endpoint, string address, SslServerAuthenticationOptions? tls = null)
    {
        _socket = socket;
        _tlsAcceptor = tls is null ? null : new TlsAcceptor(socket, tls, endpoint);
        _tlsOption = tls is null ? "" : ",tls-creds=tls0";
        Address = address;
        Endpoint = endpoint;
    }

    /// <summary>The endpoint with the actual port, such as <c>tcp:localhost:40123</c>.</summary>
    public string Endpoint { get; }

    /// <summary>The command-line arguments that make QEMU connect to this listener.</summary>
    /// <remarks>
    /// <para>
    /// They add a <c>-chardev</c> with the id <c>qmp</c> and a monitor on it. A relative path stays relative.
    /// </para>
    /// <para>
    /// QEMU connects once, when it starts, and exits if the listener does not exist. To make it reconnect, add
    /// <c>,reconnect=1</c> to the chardev (<c>,reconnect-ms=1000</c> from QEMU 9.2 on). With TLS, put
    /// <c>-object tls-creds-x509,id=tls0,dir=DIR,endpoint=client</c> before these arguments.
    /// </para>
    /// </remarks>
    public IReadOnlyList<string> QemuArguments => [.. ChardevArguments, "-qmp", "chardev:qmp"];

    /// <summary>The command-line arguments for QEMU 2.12 to 3.1, with out-of-band execution.</summary>
    /// <remarks>
    /// Like <see cref="QemuArguments"/>, with <c>x-oob=on</c>. Later releases always offer out-of-band execution, and
    /// exit with an error message if the option is present.
    /// </remarks>
    public IReadOnlyList<string> ExperimentalOutOfBandArguments =>
        [.. ChardevArguments, "-mon", "chardev=qmp,mode=control,x-oob=on"];

    internal override bool IsReusable => !_isClosed;

    /// <summary>The address as options of QEMU's socket chardev.</summary>
    internal string Address { get; }

    private string[] ChardevArguments => ["-chardev", $"socket,id=qmp,{Address}{_tlsOption}"];

    private string JoinedArguments => string.Join(' ', QemuArguments);

    /// <summary>Starts listening.</summary>
    /// <param name="endpoint">
    /// <c>unix:PATH</c>, <c>unix:@NAME</c> or <c>tcp:HOST:PORT</c>. Port 0 selects a free port. The host is a name or
    /// address of this machine, or <c>0.0.0.0</c> or <c>[::]</c> for all addresses.
    /// </param>
    /// <param name="tls">
    /// The TLS options for a <c>tcp:</c> endpoint; null for none.
    /// <see cref="QmpTls.CreateServerOptions(string)"/> creates them from a directory of certificates.
    /// </param>
    /// <returns>The listener.</returns>
    /// <remarks>
    /// <para>QEMU can connect as soon as the method returns.</para>
    /// <para>
    /// The file of a unix socket is deleted when the listener is disposed. A stale socket file is replaced. Any other
    /// existing file, and a socket in use, are an error. To listen again at the same path, dispose this listener first,
    /// because it would delete the new file.
    /// </para>
    /// <para>Without TLS, any process that can reach the TCP port can impersonate QEMU.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The endpoint does not support listening or TLS.</exception>
    /// <exception cref="PlatformNotSupportedException">Abstract sockets require Linux.</exception>
    /// <exception cref="QmpConnectionException">The address is not available.</exception>
    public static QmpListener Start(string endpoint, SslServerAuthenticationOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        QmpEndpoint parsed = EndpointParser.Parse(endpoint, lowestPort: 0);
        try
        {
            return parsed switch
            {
                UnixEndpoint { Address: var address } when tls is null => Listen(address),
                UnixEndpoint => throw new ArgumentException(
                    $"TLS requires an endpoint of the form tcp:HOST:PORT, but the endpoint is {endpoint}. "
                        + "Omit the TLS options.",
                    nameof(tls)
                ),
                TcpEndpoint tcp => Listen(tcp.Host, tcp.Port, tls),
                _ => throw new ArgumentException(
                    $"Cannot listen at {endpoint}: a descriptor is already connected. "
                        + "Use unix:PATH, unix:@NAME or tcp:HOST:PORT.",
                    nameof(endpoint)
                ),
            };
        }
        catch (SocketException e)
        {
            throw new QmpConnectionException($"Cannot listen at {endpoint}: {Explain(e, parsed)}", e)
            {
                IsTransient = e.SocketErrorCode == SocketError.AddressAlreadyInUse,
            };
        }
    }

    /// <summary>Returns the endpoint with the actual port.</summary>
    /// <returns>The value of <see cref="Endpoint"/>.</returns>
    public override string ToString() => Endpoint;

    /// <summary>Stops listening and deletes the socket file.</summary>
    /// <remarks>Pending calls to <c>ConnectAsync</c> throw a <see cref="QmpConnectionException"/>.</remarks>
    public void Dispose()
    {
        _isClosed = true;
        _tlsAcceptor?.Dispose();

        // This also deletes the file of a unix socket.
        _socket.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal override void Check(TransportOptions options)
    {
        if (options.Tls is not null)
        {
            throw new ArgumentException(
                $"{nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)} does not apply to a listener, which is the "
                    + $"TLS server. Pass the result of {nameof(QmpTls)}.{nameof(QmpTls.CreateServerOptions)} to "
                    + $"{nameof(QmpListener)}.{nameof(Start)} instead.",
                nameof(options)
            );
        }
    }

    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw CreateTimeout(options.ConnectTimeout, e);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            throw new QmpConnectionException(
                _isClosed
                    ? $"The listener at {Endpoint} is disposed. Start another one."
                    : $"Cannot accept a connection at {Endpoint}: {e.Message}",
                e
            )
            {
                IsTransient = !_isClosed,
            };
        }
    }

    /// <summary>Waits for the next connection.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    internal async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        _tlsAcceptor is null
            ? new NetworkStream(await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true)
            : await _tlsAcceptor.AcceptAsync(cancellationToken).ConfigureAwait(false);

    internal override (string Reason, bool IsTransient)? ExplainNoGreeting(TransportOptions options) =>
        (
            _tlsAcceptor is null
                ? $"To connect a monitor, start QEMU with {JoinedArguments}."
                : TlsHandshake.RejectedByClient,
            true
        );

    internal override string ExplainSilence(TransportOptions options, string usualCause) =>
        "The peer connected but sent nothing. A monitor sends a greeting first; "
        + $"to connect one, start QEMU with {JoinedArguments}. "
        + "A QEMU that is suspended or still starting does not greet. "
        + "A guest agent responds only while it runs in the guest.";

    private QmpTimeoutException CreateTimeout(TimeSpan timeout, OperationCanceledException cancellation)
    {
        string subject = $"QEMU did not connect to {Endpoint} within {timeout.TotalSeconds:0.###} s.";
        return _tlsAcceptor?.LastFailure is { } failure
            ? new QmpTimeoutException($"{subject} {failure.Message}", failure)
            : new QmpTimeoutException(
                $"{subject} Start QEMU with {JoinedArguments}. To make QEMU reconnect after a connection ends, "
                    + "add ,reconnect=1 to the chardev (,reconnect-ms=1000 from QEMU 9.2 on).",
                cancellation
            );
    }

    /// <exception cref="QmpConnectionException">The path exists and is not a stale socket.</exception>
    /// <exception cref="SocketException">The address is not available.</exception>
    internal static QmpListener Listen(UnixAddress address)
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
            BindAndListen(UnixAddress.CreateSocket(), endPoint),
            address.ToString(),
            $"path={Escape(address.Name)}{options}"
        );
    }

    private static QmpListener Listen(string host, int port, SslServerAuthenticationOptions? tls)
    {
        IPAddress[] addresses = TcpSocket.ResolveAsync(host, CancellationToken.None).GetAwaiter().GetResult();
        for (int i = 0; ; i++)
        {
            try
            {
                Socket socket = BindAndListen(TcpSocket.Create(addresses[i]), new IPEndPoint(addresses[i], port));
                int actual = ((IPEndPoint)socket.LocalEndPoint!).Port;
                return new QmpListener(
                    socket,
                    TcpSocket.FormatEndpoint(host, actual),
                    $"host={Escape(host)},port={actual}",
                    tls
                );
            }
            catch (SocketException e)
                when (i + 1 < addresses.Length
                    && e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable
                )
            {
                // The machine does not support this address family: try the next address. Other errors are thrown,
                // because QEMU would not try the next address.
            }
        }
    }

    private static Socket BindAndListen(Socket socket, EndPoint endPoint)
    {
        try
        {
            if (endPoint is IPEndPoint { Address: var address })
            {
                // Accepted sockets inherit the options.
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

    /// <summary>Escapes commas, which separate options on QEMU's command line.</summary>
    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);

    private static string Explain(SocketException failure, QmpEndpoint endpoint) =>
        (failure.SocketErrorCode, endpoint) switch
        {
            (SocketError.AddressAlreadyInUse, UnixEndpoint) =>
                "the name is already in use. Choose another name or stop the process that uses it.",
            (SocketError.AddressAlreadyInUse, _) => "the port is already in use. "
                + "Choose another port or stop the process that uses it. Port 0 selects a free port.",
            (SocketError.AddressNotAvailable, UnixEndpoint) => "the directory does not exist. Create it.",
            (SocketError.AddressNotAvailable, _) =>
                "the address does not belong to this machine. Use a local address, or 0.0.0.0 or [::] for all.",
            (SocketError.AccessDenied, UnixEndpoint) =>
                "permission denied. Choose a directory that this user can write to.",
            (SocketError.AccessDenied, _) => "permission denied. Ports below 1024 need elevated rights.",
            _ => failure.Message,
        };
}
