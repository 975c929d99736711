using System.Net.Sockets;

namespace QmpGen;

/// <summary>A unix socket.</summary>
internal sealed class UnixEndpoint(UnixAddress address) : SocketEndpoint
{
    private const string QueueIsFullAdvice =
        "A monitor serves one client at a time. Disconnect the other client, or give each client a separate -qmp.";

    public UnixAddress Address => address;

    internal override (string Address, int? Port)? Server => (address.Name, null);

    protected override string UsualCauseOfTimeout => "The queue of the socket is full. " + QueueIsFullAdvice;

    public override string ToString() => address.ToString();

    protected override ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken) =>
        ConnectAsync(UnixAddress.CreateSocket(), address.ToEndPoint(), cancellationToken);

    protected override string Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused when address.IsAbstract =>
                "no process is listening. Start QEMU with -chardev socket,path=NAME,abstract=on,server=on,wait=off, "
                    + "the same name and the same tight= value.",
            _ when !address.IsAbstract && !File.Exists(address.Name) =>
                "the file does not exist. Start QEMU with -qmp unix:PATH,server=on,wait=off and the same path. "
                    + "The chardev of a guest agent needs the same options.",
            SocketError.ConnectionRefused =>
                "no process is listening. A QEMU that has exited left the file behind: start QEMU again.",
            SocketError.AccessDenied => "permission denied. Run as a user that can write to the socket.",
            SocketError.WouldBlock or SocketError.TryAgain => "the queue of the socket is full. " + QueueIsFullAdvice,
            _ => failure.Message,
        };
}
