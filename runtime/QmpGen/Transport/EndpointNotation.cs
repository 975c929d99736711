using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Reads QEMU's notation of endpoints.</summary>
internal static class EndpointNotation
{
    public static QmpEndpoint Parse(string endpoint, ushort lowestPort = 1)
    {
        if (
            endpoint.Contains(",server", StringComparison.Ordinal)
            || endpoint.Contains(",wait", StringComparison.Ordinal)
        )
        {
            throw Malformed(endpoint, "Leave the options behind the comma to QEMU's command line");
        }

        return endpoint.Split(':', 2) switch
        {
            ["unix", var path] => ParseUnix(endpoint, path),
            ["tcp", var address] => ParseTcp(endpoint, address, lowestPort),
            ["fd", var number] => ParseFd(endpoint, number),
            _ => throw Malformed(
                endpoint,
                "Put 'unix:' before the path of a socket, 'tcp:' before a host and its port, or 'fd:' before a descriptor's number"
            ),
        };
    }

    private static UnixEndpoint ParseUnix(string text, string path)
    {
        UnixAddress address = ReadUnix(text, path);
        if (address.Name.Contains('\0', StringComparison.Ordinal))
        {
            throw Malformed(
                text,
                "A socket's path or name has no NUL in it; put '@' before the name of an abstract one"
            );
        }

        if (address.Name.Length == 0)
        {
            throw Malformed(text, address.IsAbstract ? "The name is missing" : "The path is missing");
        }

        return Encoding.UTF8.GetByteCount(address.Name) <= UnixAddress.MaxBytes
            ? new UnixEndpoint(address)
            : throw Malformed(
                text,
                $"The path is longer than the {UnixAddress.MaxBytes} bytes that a socket's path or name may have: use a shorter or a relative one"
            );
    }

    /// <summary>Takes QEMU's two options of abstract sockets off a path's end; any other comma is part of the
    /// path.</summary>
    private static UnixAddress ReadUnix(string text, string path)
    {
        bool? isAbstract = null;
        bool? isTight = null;
        while (
            TakeOption(ref path, "abstract", text, ref isAbstract) || TakeOption(ref path, "tight", text, ref isTight)
        ) { }

        // QEMU knows no '@': where it is told abstract=on, the character belongs to the name.
        if (isAbstract is null && path is ['@', .. var name])
        {
            return new(name, IsAbstract: true, isTight ?? true);
        }

        return isTight is null || isAbstract is true
            ? new(path, isAbstract ?? false, isTight ?? true)
            : throw Malformed(text, "Only the name of an abstract socket is tight or not: add abstract=on");
    }

    private static bool TakeOption(ref string path, string name, string text, ref bool? value)
    {
        int comma = path.LastIndexOf(',');
        if (comma < 0 || path[(comma + 1)..].Split('=', 2) is not [var key, var word] || key != name)
        {
            return false;
        }

        value ??= IsOn(text, word);
        path = path[..comma];
        return true;
    }

    private static bool IsOn(string text, string value) =>
        value switch
        {
            "on" => true,
            "off" => false,
            _ => throw Malformed(text, "The options abstract and tight are 'on' or 'off'"),
        };

    private static TcpEndpoint ParseTcp(string text, string address, ushort lowestPort)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "" : address[..colon];
        if (host is ['[', .. var inner, ']'])
        {
            host = inner;
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            throw Malformed(text, "Put an IPv6 address in brackets");
        }

        return
            host.Length > 0
            && ushort.TryParse(
                address.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out ushort port
            )
            && port >= lowestPort
            ? new TcpEndpoint(host, port)
            : throw Malformed(text, $"Name the host and a port from {lowestPort} to 65535");
    }

    private static FdEndpoint ParseFd(string text, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
            ? new FdEndpoint(descriptor)
            : throw Malformed(text, "Give the number of the descriptor; names are known to QEMU's own monitor only");

    private static ArgumentException Malformed(string endpoint, string remedy) =>
        new(
            $"'{endpoint}' is no endpoint. {remedy}: for example unix:/run/vm1.qmp, unix:@vm1, tcp:localhost:4444, tcp:[::1]:4444 or fd:3.",
            nameof(endpoint)
        );
}
