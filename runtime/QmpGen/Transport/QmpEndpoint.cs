using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>Where a monitor or the channel of a guest agent listens, in QEMU's own notation.</summary>
internal abstract record QmpEndpoint(string Text)
{
    // struct sockaddr_un has 108 bytes for the path and its end.
    private const int MaxPathBytes = 107;

    /// <summary>Reads an endpoint.</summary>
    /// <param name="endpoint">The text.</param>
    /// <exception cref="ArgumentException">It is neither <c>unix:PATH</c> nor <c>tcp:HOST:PORT</c>.</exception>
    public static QmpEndpoint Parse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Contains(",server", StringComparison.Ordinal) || endpoint.Contains(",wait", StringComparison.Ordinal))
            throw Malformed(endpoint, "Leave the options behind the comma to QEMU's command line");

        return endpoint.Split(':', 2) switch
        {
            ["unix", var path] => ParseUnix(endpoint, path),
            ["tcp", var address] => ParseTcp(endpoint, address),
            _ => throw Malformed(endpoint, "Put 'unix:' before the path of a socket, or 'tcp:' before a host and its port"),
        };
    }

    /// <summary>Connects.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="QmpConnectionException">Nobody answers there.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = CreateSocket();
        try
        {
            await ConnectAsync(socket, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new QmpConnectionException($"Cannot connect to {Text}: {Explain(e)}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private protected abstract Socket CreateSocket();

    private protected abstract ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken);

    private protected abstract string Explain(SocketException failure);

    private static Unix ParseUnix(string text, string path) => System.Text.Encoding.UTF8.GetByteCount(path) switch
    {
        0 => throw Malformed(text, "The path is missing"),
        > MaxPathBytes => throw Malformed(text, $"The path is longer than the {MaxPathBytes} bytes that a socket's path may have: use a shorter or a relative one"),
        _ => new Unix(text, path),
    };

    private static Tcp ParseTcp(string text, string address)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "" : address[..colon];
        if (host is ['[', .. var inner, ']'])
            host = inner;
        else if (host.Contains(':', StringComparison.Ordinal))
            throw Malformed(text, "Put an IPv6 address in brackets");

        return host.Length > 0 && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? new Tcp(text, host, port)
            : throw Malformed(text, "Name the host and a port from 1 to 65535");
    }

    private static ArgumentException Malformed(string endpoint, string remedy) => new(
        $"'{endpoint}' is no endpoint. {remedy}: for example unix:/run/vm1.qmp, tcp:localhost:4444 or tcp:[::1]:4444.", nameof(endpoint));

    private sealed record Unix(string Text, string Path) : QmpEndpoint(Text)
    {
        private protected override Socket CreateSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        private protected override ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken) =>
            socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);

        private protected override string Explain(SocketException failure) => failure.SocketErrorCode switch
        {
            _ when !File.Exists(Path) => "there is no such file. Is QEMU running, with -qmp unix:PATH,server=on,wait=off (the chardev of a guest agent likewise) and the same path?",
            SocketError.ConnectionRefused => "nobody listens there. The file is left over from a QEMU that has ended.",
            SocketError.AccessDenied => "this user may not write to the socket.",
            SocketError.WouldBlock or SocketError.TryAgain =>
                "others wait in front. A monitor serves one client at a time: another client is still connected.",
            _ => failure.Message,
        };
    }

    private sealed record Tcp(string Text, string Host, int Port) : QmpEndpoint(Text)
    {
        private protected override Socket CreateSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        private protected override ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken) =>
            socket.ConnectAsync(new DnsEndPoint(Host, Port), cancellationToken);

        private protected override string Explain(SocketException failure) => failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "nobody listens there. Is QEMU running, with -qmp tcp:HOST:PORT,server=on,wait=off and the same port?",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the host '{Host}' is not known. {failure.Message}",
            _ => failure.Message,
        };
    }
}
