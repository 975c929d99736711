using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>A TCP port, with TLS if the options contain it.</summary>
internal sealed class TcpEndpoint(string host, int port) : SocketEndpoint
{
    public string Host => host;

    public int Port => port;

    internal override (string Address, int? Port)? Server => (host, port);

    protected override string UsualCauseOfTimeout =>
        $"The usual causes are a host '{host}' that is down or unreachable, a firewall that drops packets to port "
        + $"{port}, and a name server that does not respond.";

    public override string ToString() => TcpSocket.FormatEndpoint(host, port);

    internal override void Check(TransportOptions options) { }

    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        Stream plain = await base.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        return options.Tls is { } tls
            ? await TlsHandshake
                .AuthenticateAsClientAsync(plain, tls, host, ToString(), options.ConnectTimeout, cancellationToken)
                .ConfigureAwait(false)
            : plain;
    }

    internal override (string Reason, bool IsTransient)? ExplainNoGreeting(TransportOptions options) =>
        options.Tls is null ? base.ExplainNoGreeting(options) : (TlsHandshake.RejectedByServer, false);

    internal override string ExplainSilence(TransportOptions options, string usualCause) =>
        options.Tls is not null
            ? usualCause
            : $"{usualCause} A chardev with tls-creds= also sends nothing until the client starts TLS. "
                + $"For such a chardev, set {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)}.";

    protected override async ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await TcpSocket.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            try
            {
                Socket socket = TcpSocket.Create(addresses[i]);
                TcpSocket.Configure(socket);
                return await ConnectAsync(socket, new IPEndPoint(addresses[i], port), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // QEMU or this machine may support only one address family: try the next address.
            }
        }
    }

    protected override (string Reason, bool IsTransient) Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => (
                "no process is listening. Start QEMU with -qmp tcp:HOST:PORT,server=on,wait=off and the same port.",
                true
            ),

            // The names of containers and virtual machines appear when these start.
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => (
                $"the host '{host}' is unknown. {failure.Message}",
                true
            ),
            SocketError.AccessDenied => (
                "permission denied. A firewall or a sandbox of this machine forbids the connection.",
                false
            ),
            SocketError.AddressNotAvailable => (failure.Message, false),
            _ => (failure.Message, CanWaitingCure(failure)),
        };
}
