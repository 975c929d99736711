using System.Net.Sockets;

namespace QmpGen;

/// <summary>A unix socket.</summary>
internal sealed class UnixEndpoint(UnixAddress address) : SocketEndpoint
{
    public UnixAddress Address => address;

    internal override (string Address, int? Port)? Server => (address.Name, null);

    protected override string UsualCauseOfNoAnswer =>
        "Others wait in front: a monitor serves one client at a time, and the usual cause is another client that is still connected.";

    public override string ToString() => address.ToString();

    protected override ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken) =>
        ConnectAsync(UnixAddress.CreateSocket(), address.ToEndPoint(), cancellationToken);

    protected override string Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused when address.IsAbstract =>
                "nobody listens there. Is QEMU running, with -chardev socket,path=NAME,abstract=on,server=on,wait=off, the same name and the same tight=?",
            _ when !address.IsAbstract && !File.Exists(address.Name) =>
                "there is no such file. Is QEMU running, with -qmp unix:PATH,server=on,wait=off (the chardev of a guest agent likewise) and the same path?",
            SocketError.ConnectionRefused => "nobody listens there. The file is left over from a QEMU that has ended.",
            SocketError.AccessDenied => "this user may not write to the socket.",
            SocketError.WouldBlock or SocketError.TryAgain =>
                "others wait in front. A monitor serves one client at a time: another client is still connected.",
            _ => failure.Message,
        };
}
