using System.Net.Sockets;

namespace QmpGen;

/// <summary>A connected socket that this process inherited.</summary>
internal sealed class FdEndpoint(int descriptor) : QmpEndpoint
{
    private int _isTaken;

    internal override bool IsReusable => false;

    public override string ToString() => $"fd:{descriptor}";

    internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(
                $"{this} is an inherited descriptor, which Windows does not support. Use unix:PATH or tcp:HOST:PORT."
            );
        }

        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            throw new QmpConnectionException(
                $"Cannot connect to {this} again: the first client owns the descriptor. Pass another descriptor."
            )
            {
                IsTransient = false,
            };
        }

        return ValueTask.FromResult<Stream>(new NetworkStream(CreateSocket(), ownsSocket: true));
    }

    private Socket CreateSocket()
    {
        // An owning handle would close the descriptor even if it belongs to another part of the program.
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
                        $"Cannot connect to {this}: the descriptor is not a connected stream socket. "
                            + "Pass one end of a socketpair(), or a socket from accept() or connect()."
                    )
                    {
                        IsTransient = false,
                    };
            }
        }
        catch (SocketException e)
        {
            failure = e;
        }

        throw new QmpConnectionException(
            $"Cannot connect to {this}: the descriptor is not an open socket. "
                + "The parent process must leave the socket open under this number. "
                + $"For another kind of file, use {nameof(QmpEndpoint)}.{nameof(FromStream)}.",
            failure
        )
        {
            IsTransient = false,
        };
    }
}
