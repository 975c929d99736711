using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>Creates and configures TCP sockets of both clients and listeners.</summary>
internal static class TcpSocket
{
    private const int IdleSeconds = 30;
    private const int ProbeSeconds = 10;
    private const int ProbeCount = 3;

    /// <summary>Resolves a host to its addresses, in the order in which to try them.</summary>
    /// <exception cref="SocketException">The host is unknown.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return [literal];
        }

        // Some systems cannot cancel the resolver: stop waiting instead.
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Creates a socket for the family of an address.</summary>
    /// <exception cref="SocketException">The system does not support the address family.</exception>
    public static Socket Create(IPAddress address) => new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Disables send delays, and enables probes that detect a lost host within a minute.</summary>
    public static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, ProbeCount);
    }

    /// <summary>Formats a host and a port in QEMU's notation.</summary>
    public static string FormatEndpoint(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"tcp:[{host}]:{port}" : $"tcp:{host}:{port}";
}
