using System.Net;
using System.Net.Sockets;

namespace QmpGen;

/// <summary>A socket on which QEMU listens.</summary>
internal abstract class SocketEndpoint : QmpEndpoint
{
    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new NetworkStream(await ConnectAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true);
        }
        catch (SocketException e)
        {
            (string reason, bool isTransient) = Explain(e);
            throw new QmpConnectionException($"Cannot connect to {this}: {reason}", e)
            {
                IsTransient = isTransient,
                Reason = reason,
            };
        }
        catch (OperationCanceledException e)
        {
            string reason = $"timed out after {options.ConnectTimeout.TotalSeconds:0.###} s. {UsualCauseOfTimeout}";
            throw new QmpTimeoutException($"Cannot connect to {this}: {reason}", e) { Reason = reason };
        }
    }

    /// <summary>Whether waiting can cure a failure to connect, by the code of the system.</summary>
    internal static bool CanWaitingCure(SocketException failure) =>
        failure.SocketErrorCode
            is not (
                SocketError.AccessDenied
                or SocketError.AddressFamilyNotSupported
                or SocketError.InvalidArgument
                or SocketError.ProtocolNotSupported
                or SocketError.ProtocolType
                or SocketError.SocketError
            );

    internal override (string Reason, bool IsTransient)? ExplainNoGreeting(TransportOptions options) =>
        (
            "The usual causes are a QEMU that exited while it started, and a proxy such as ssh whose target does not "
                + "exist. Check the standard error of QEMU, and that the socket or port behind the proxy exists.",
            true
        );

    /// <summary>The usual cause of a timeout, as a complete sentence.</summary>
    protected abstract string UsualCauseOfTimeout { get; }

    protected abstract ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Explains the reason of a failure with the remedy, and whether waiting can cure it.</summary>
    protected abstract (string Reason, bool IsTransient) Explain(SocketException failure);

    /// <summary>Connects a socket, and disposes it on failure.</summary>
    protected static async ValueTask<Socket> ConnectAsync(
        Socket socket,
        EndPoint endPoint,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
