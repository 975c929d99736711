using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Reads QEMU's notation of endpoints.</summary>
internal static class EndpointNotation
{
    // struct sockaddr_un has 108 bytes for the path and its end.
    private const int MaxPathBytes = 107;

    public static QmpEndpoint Parse(string endpoint)
    {
        if (endpoint.Contains(",server", StringComparison.Ordinal) || endpoint.Contains(",wait", StringComparison.Ordinal))
            throw Malformed(endpoint, "Leave the options behind the comma to QEMU's command line");

        return endpoint.Split(':', 2) switch
        {
            ["unix", var path] => ParseUnix(endpoint, path),
            ["tcp", var address] => ParseTcp(endpoint, address),
            _ => throw Malformed(endpoint, "Put 'unix:' before the path of a socket, or 'tcp:' before a host and its port"),
        };
    }

    private static UnixEndpoint ParseUnix(string text, string path) => Encoding.UTF8.GetByteCount(path) switch
    {
        0 => throw Malformed(text, "The path is missing"),
        > MaxPathBytes => throw Malformed(text, $"The path is longer than the {MaxPathBytes} bytes that a socket's path may have: use a shorter or a relative one"),
        _ => new UnixEndpoint(path),
    };

    private static TcpEndpoint ParseTcp(string text, string address)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "" : address[..colon];
        if (host is ['[', .. var inner, ']'])
            host = inner;
        else if (host.Contains(':', StringComparison.Ordinal))
            throw Malformed(text, "Put an IPv6 address in brackets");

        return host.Length > 0 && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? new TcpEndpoint(host, port)
            : throw Malformed(text, "Name the host and a port from 1 to 65535");
    }

    private static ArgumentException Malformed(string endpoint, string remedy) => new(
        $"'{endpoint}' is no endpoint. {remedy}: for example unix:/run/vm1.qmp, tcp:localhost:4444 or tcp:[::1]:4444.", nameof(endpoint));
}
