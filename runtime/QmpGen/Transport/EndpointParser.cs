using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Parses endpoints in QEMU's notation.</summary>
internal static class EndpointParser
{
    public static QmpEndpoint Parse(string endpoint, ushort lowestPort = 1)
    {
        if (
            endpoint.Contains(",server", StringComparison.Ordinal)
            || endpoint.Contains(",wait", StringComparison.Ordinal)
        )
        {
            throw CreateException(endpoint, "Remove the options after the comma. They belong to QEMU's command line");
        }

        return endpoint.Split(':', 2) switch
        {
            ["unix", var path] => ParseUnix(endpoint, path),
            ["tcp", var address] => ParseTcp(endpoint, address, lowestPort),
            ["fd", var number] => ParseFd(endpoint, number),
            _ => throw CreateException(
                endpoint,
                "Prefix a socket path with 'unix:', a host and port with 'tcp:', or a descriptor number with 'fd:'"
            ),
        };
    }

    private static UnixEndpoint ParseUnix(string endpoint, string path)
    {
        UnixAddress address = ParseUnixAddress(endpoint, path);
        if (address.Name.Contains('\0', StringComparison.Ordinal))
        {
            throw CreateException(
                endpoint,
                "The path or name of a socket cannot contain NUL. Prefix the name of an abstract socket with '@'"
            );
        }

        if (address.Name.Length == 0)
        {
            throw CreateException(endpoint, address.IsAbstract ? "The name is missing" : "The path is missing");
        }

        return Encoding.UTF8.GetByteCount(address.Name) <= UnixAddress.MaxBytes
            ? new UnixEndpoint(address)
            : throw CreateException(
                endpoint,
                $"The path is longer than {UnixAddress.MaxBytes} bytes, the limit for unix sockets. "
                    + "Use a shorter or a relative path"
            );
    }

    /// <summary>Parses QEMU's options of abstract sockets.</summary>
    /// <remarks>Any other comma is part of the path.</remarks>
    private static UnixAddress ParseUnixAddress(string endpoint, string path)
    {
        bool? isAbstract = null;
        bool? isTight = null;
        while (
            TryRemoveOption(ref path, "abstract", endpoint, ref isAbstract)
            || TryRemoveOption(ref path, "tight", endpoint, ref isTight)
        ) { }

        // QEMU does not support the '@' notation: after abstract=on, the character is part of the name.
        if (isAbstract is null && path is ['@', .. var name])
        {
            return new(name, IsAbstract: true, isTight ?? true);
        }

        return isTight is null || isAbstract is true
            ? new(path, isAbstract ?? false, isTight ?? true)
            : throw CreateException(endpoint, "The option 'tight' applies only to abstract sockets. Add abstract=on");
    }

    private static bool TryRemoveOption(ref string path, string name, string endpoint, ref bool? value)
    {
        int comma = path.LastIndexOf(',');
        if (comma < 0 || path[(comma + 1)..].Split('=', 2) is not [var key, var text] || key != name)
        {
            return false;
        }

        value ??= ParseSwitch(endpoint, text);
        path = path[..comma];
        return true;
    }

    private static bool ParseSwitch(string endpoint, string text) =>
        text switch
        {
            "on" => true,
            "off" => false,
            _ => throw CreateException(endpoint, "Set the options 'abstract' and 'tight' to 'on' or 'off'"),
        };

    private static TcpEndpoint ParseTcp(string endpoint, string address, ushort lowestPort)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "" : address[..colon];
        if (host is ['[', .. var inner, ']'])
        {
            host = inner;
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            throw CreateException(endpoint, "Enclose an IPv6 address in brackets");
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
            : throw CreateException(endpoint, $"Specify a host and a port from {lowestPort} to 65535");
    }

    private static FdEndpoint ParseFd(string endpoint, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
            ? new FdEndpoint(descriptor)
            : throw CreateException(
                endpoint,
                "Specify the number of the descriptor. Only QEMU supports descriptor names"
            );

    private static ArgumentException CreateException(string endpoint, string remedy) =>
        new(
            $"'{endpoint}' is not a valid endpoint. {remedy}. Examples: "
                + "unix:/run/vm1.qmp, unix:@vm1, tcp:localhost:4444, tcp:[::1]:4444, fd:3.",
            nameof(endpoint)
        );
}
