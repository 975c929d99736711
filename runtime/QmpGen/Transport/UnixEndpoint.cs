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

    protected override (string Reason, bool IsTransient) Explain(SocketException failure) =>
        failure.SocketErrorCode switch
        {
            SocketError.AccessDenied => (
                "permission denied. Run as a user that can enter the directory and write to the socket.",
                false
            ),
            _ when IsFileMissing(failure) => (
                "the file does not exist. Start QEMU with -qmp unix:PATH,server=on,wait=off and the same path. "
                    + "The chardev of a guest agent needs the same options.",
                true
            ),
            SocketError.ConnectionRefused => ExplainRefusal(),
            SocketError.WouldBlock or SocketError.TryAgain => (
                "the queue of the socket is full. " + QueueIsFullAdvice,
                true
            ),
            SocketError.ProtocolType => (
                "the socket is not a stream socket. Specify the path of QEMU's chardev.",
                false
            ),
            SocketError.SocketError when !address.IsAbstract => (
                "the path is not valid. Check that its directories are directories and its links have a target.",
                false
            ),
            _ => (failure.Message, CanWaitingCure(failure)),
        };

    /// <summary>Finds out why the system refuses the connection: for any file that no process listens on.</summary>
    private (string Reason, bool IsTransient) ExplainRefusal()
    {
        if (address.IsAbstract)
        {
            return (
                "no process is listening. Start QEMU with -chardev socket,path=NAME,abstract=on,server=on,wait=off, "
                    + "the same name and the same tight= value.",
                true
            );
        }

        if (Directory.Exists(address.Name))
        {
            return ("the path is a directory. Specify the socket file in it.", false);
        }

        if (SocketFile.IsSocket(address.Name) is false)
        {
            return ("the file is not a socket. Specify the path that QEMU listens on.", false);
        }

        return IsBound()
            ? ("a process uses the socket but does not listen. Either it is still starting, or it is not QEMU.", true)
            : ("no process is listening. A QEMU that has exited left the file behind: start QEMU again.", true);
    }

    /// <summary>Whether the file does not exist, for which .NET has this code on Unix and no fixed one on
    /// Windows.</summary>
    private bool IsFileMissing(SocketException failure) =>
        !address.IsAbstract
        && (
            failure.SocketErrorCode == SocketError.AddressNotAvailable
            || (OperatingSystem.IsWindows() && !Path.Exists(address.Name))
        );

    private bool IsBound()
    {
        try
        {
            return SocketFile.IsBound(address.ToEndPoint());
        }
        catch (SocketException)
        {
            // The system does not permit probing.
            return false;
        }
    }
}
