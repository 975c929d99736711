using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>A port of a host.</summary>
internal sealed class TcpEndpoint(string host, int port) : SocketEndpoint
{
    internal override (string Address, int? Port)? Server => (host, port);

    public override string ToString() => host.Contains(':', StringComparison.Ordinal) ? $"tcp:[{host}]:{port}" : $"tcp:{host}:{port}";

    protected override Socket CreateSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    protected override ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken) =>
        socket.ConnectAsync(new DnsEndPoint(host, port), cancellationToken);

    protected override string Explain(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nobody listens there. Is QEMU running, with -qmp tcp:HOST:PORT,server=on,wait=off and the same port?",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the host '{host}' is not known. {failure.Message}",
        _ => failure.Message,
    };
}
