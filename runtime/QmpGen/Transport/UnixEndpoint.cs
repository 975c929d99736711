using System.Net.Sockets;

namespace QmpGen;

/// <summary>A unix socket.</summary>
internal sealed class UnixEndpoint(string path) : SocketEndpoint
{
    internal override (string Address, int? Port)? Server => (path, null);

    public override string ToString() => $"unix:{path}";

    protected override Socket CreateSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    protected override ValueTask ConnectAsync(Socket socket, CancellationToken cancellationToken) =>
        socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);

    protected override string Explain(SocketException failure) => failure.SocketErrorCode switch
    {
        _ when !File.Exists(path) => "there is no such file. Is QEMU running, with -qmp unix:PATH,server=on,wait=off (the chardev of a guest agent likewise) and the same path?",
        SocketError.ConnectionRefused => "nobody listens there. The file is left over from a QEMU that has ended.",
        SocketError.AccessDenied => "this user may not write to the socket.",
        SocketError.WouldBlock or SocketError.TryAgain =>
            "others wait in front. A monitor serves one client at a time: another client is still connected.",
        _ => failure.Message,
    };
}
