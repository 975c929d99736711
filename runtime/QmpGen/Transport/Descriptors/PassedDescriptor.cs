using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>A descriptor that is sent with a request, for <c>getfd</c> and <c>add-fd</c>.</summary>
/// <remarks>
/// Uses SCM_RIGHTS, which .NET does not support. Keeps the descriptor open until it is disposed, even if the user
/// closes the handle.
/// </remarks>
internal sealed class PassedDescriptor : IDisposable
{
    // QEMU needs about 6 µs for each byte, so a full socket stays full for some time.
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(5);

    private readonly NetworkStream _stream;
    private readonly nint _number;
    private SafeHandle? _handle;

    private PassedDescriptor(NetworkStream stream, SafeHandle handle)
    {
        bool held = false;
        handle.DangerousAddRef(ref held);
        _handle = handle;
        _number = handle.DangerousGetHandle();
        _stream = stream;
    }

    private static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Keeps a descriptor open for a request.</summary>
    /// <remarks>Call it before the request is enqueued.</remarks>
    /// <param name="handle">The handle of the descriptor.</param>
    /// <param name="stream">The connection, which must be a unix socket.</param>
    /// <exception cref="QmpNotSupportedException">The connection or the system cannot pass descriptors.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="ArgumentException">The handle does not belong to an open descriptor.</exception>
    [SuppressMessage(
        "Design",
        "MA0015:Specify the parameter name in ArgumentException",
        Justification = "The message names the option that the caller set, which is not a parameter."
    )]
    public static PassedDescriptor Hold(SafeHandle handle, Stream stream)
    {
        if (!IsSupported || stream is not NetworkStream { Socket.AddressFamily: AddressFamily.Unix } socket)
        {
            throw new QmpNotSupportedException(
                $"Passing a descriptor requires a unix socket on Linux or macOS, but {DescribeObstacle(stream)}. "
                    + "Connect to unix:PATH, or let QEMU open the file by its path."
            );
        }

        ObjectDisposedException.ThrowIf(handle.IsClosed, handle);
        PassedDescriptor? held = handle.IsInvalid ? null : new(socket, handle);
        if (held is not null && NativeSocket.IsOpen(held._number))
        {
            return held;
        }

        held?.Dispose();
        throw new ArgumentException(
            $"{nameof(QmpCallOptions)}.{nameof(QmpCallOptions.Descriptor)} is a {handle.GetType().Name} that does not "
                + "refer to an open file, pipe or socket. Pass an open handle."
        );
    }

    /// <summary>Writes a request, with the descriptor on its first byte.</summary>
    /// <remarks>Cancellation can leave the request partly written.</remarks>
    /// <exception cref="IOException">The socket failed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(request.Length, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();

        // .NET reports free buffer space only to the send methods of Socket, so this code polls.
        int sent;
        while ((sent = NativeSocket.TrySend(_stream.Socket.SafeHandle, request.Span, _number)) == 0)
        {
            await Task.Delay(s_retryInterval, cancellationToken).ConfigureAwait(false);
        }

        if (sent < request.Length)
        {
            await _stream.WriteAsync(request[sent..], cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _handle, null)?.DangerousRelease();

    private static string DescribeObstacle(Stream stream) =>
        (IsSupported, stream) switch
        {
            (false, _) => $"the system is {RuntimeInformation.OSDescription}",
            (_, NetworkStream { Socket.AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 }) =>
                "the connection uses TCP",
            _ => $"the connection is a {stream.GetType().Name}",
        };
}
