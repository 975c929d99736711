using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>A port of a host, with TLS where the options have it.</summary>
internal sealed class TcpEndpoint(string host, int port) : SocketEndpoint
{
    public string Host => host;

    public int Port => port;

    internal override (string Address, int? Port)? Server => (host, port);

    protected override string UsualCauseOfNoAnswer =>
        $"The usual causes are that the host '{host}' is down or elsewhere, and a firewall that drops what is for the port {port}; for a name also a name server "
        + "that does not answer.";

    public override string ToString() => TcpSocket.Text(host, port);

    internal override void Check(TransportOptions options) { }

    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        Stream plain = await base.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        return options.Tls is { } tls
            ? await TlsHandshake
                .AsClientAsync(plain, tls, host, ToString(), options.ConnectTimeout, cancellationToken)
                .ConfigureAwait(false)
            : plain;
    }

    internal override string? ExplainNoGreeting(TransportOptions options) =>
        options.Tls is null ? null : TlsHandshake.RefusedByServer;

    internal override string ExplainSilence(TransportOptions options, string usualCause) =>
        options.Tls is not null
            ? usualCause
            : $"{usualCause} A chardev with tls-creds= is silent too until it is spoken to by TLS: {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.Tls)}.";

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
                // The next address may be the one: QEMU listens at one family, or this machine has but one.
            }
        }
    }

    protected override string Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused =>
                "nobody listens there. Is QEMU running, with -qmp tcp:HOST:PORT,server=on,wait=off and the same port?",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"the host '{host}' is not known. {failure.Message}",
            _ => failure.Message,
        };
}
