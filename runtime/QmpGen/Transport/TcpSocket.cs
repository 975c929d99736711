using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>What sockets of TCP have in common, whichever side calls.</summary>
internal static class TcpSocket
{
    private const int IdleSeconds = 30;
    private const int ProbeSeconds = 10;
    private const int Probes = 3;

    /// <summary>The addresses of a host, in the order in which to try them.</summary>
    /// <exception cref="SocketException">The host is not known.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return [literal];
        }

        // The system's resolver cannot be cancelled everywhere, only left alone.
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>A socket of an address' own family: a machine without IPv6 may know hosts that have it.</summary>
    /// <exception cref="SocketException">The system lacks the family.</exception>
    public static Socket Create(IPAddress address) => new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Sends small requests at once, and finds out within a minute when the other host has vanished.</summary>
    public static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    /// <summary>A host and a port in QEMU's notation.</summary>
    public static string Text(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"tcp:[{host}]:{port}" : $"tcp:{host}:{port}";
}
