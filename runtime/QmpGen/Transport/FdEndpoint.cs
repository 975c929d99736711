using System.Net.Sockets;

namespace QmpGen;

/// <summary>A connected socket that this process has inherited.</summary>
internal sealed class FdEndpoint(int descriptor) : QmpEndpoint
{
    private int _taken;

    internal override bool IsReusable => false;

    public override string ToString() => $"fd:{descriptor}";

    internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(
                $"{this} is an inherited descriptor, which Windows does not have. Use unix:PATH or tcp:HOST:PORT."
            );
        }

        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new QmpConnectionException(
                $"{this} has been connected to already; it belongs to the client that did so."
            );
        }

        return ValueTask.FromResult<Stream>(new NetworkStream(TakeOver(), ownsSocket: true));
    }

    private Socket TakeOver()
    {
        // The handle would close on its own what turns out to be somebody else's, so it owns nothing until that is
        // known.
        using SafeSocketHandle borrowed = new(descriptor, ownsHandle: false);
        SocketException? failure = null;
        try
        {
            switch (new Socket(borrowed))
            {
                case { SocketType: SocketType.Stream, Connected: true }:
                    return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
                case { SocketType: not SocketType.Unknown }:
                    throw new QmpConnectionException(
                        $"Cannot connect to {this}: it is a socket, but not a connected one of streams. Hand over an end of a socketpair(), or what accept() or "
                            + "connect() gave."
                    );
            }
        }
        catch (SocketException e)
        {
            failure = e;
        }

        throw new QmpConnectionException(
            $"Cannot connect to {this}: it is not open, or is no socket. Whoever starts this process must leave the socket open in it, under this number; another "
                + $"kind of file can be given as a stream ({nameof(QmpEndpoint)}.{nameof(FromStream)}).",
            failure
        );
    }
}
