using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>
/// A descriptor that goes with a request, as <c>getfd</c> and <c>add-fd</c> want it: by SCM_RIGHTS, for which .NET has
/// no call. Until it is disposed
/// of it keeps the descriptor open, even where the user closes the handle.
/// </summary>
internal sealed class PassedDescriptor : IDisposable
{
    // QEMU reads a request at some 6 µs a byte, so that a full socket stays full for long.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

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

    /// <summary>Takes hold of a descriptor, or refuses what cannot be passed. To be called before a request is put into
    /// the row: a refusal then harms
    /// nobody else.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="stream">What it is to go by: a unix socket, whoever has made it.</param>
    /// <exception cref="QmpNotSupportedException">The stream is no unix socket, or the system neither Linux nor
    /// macOS.</exception>
    /// <exception cref="ObjectDisposedException">The handle has been closed.</exception>
    /// <exception cref="ArgumentException">The handle is not that of an open descriptor.</exception>
    public static PassedDescriptor Hold(SafeHandle handle, Stream stream)
    {
        if (!IsSupported || stream is not NetworkStream { Socket.AddressFamily: AddressFamily.Unix } socket)
        {
            throw new QmpNotSupportedException(
                $"A descriptor can go to QEMU only by a unix socket, on Linux or macOS; {Lack(stream)} Connect to unix:PATH, or name the file to QEMU and "
                    + "let it open that itself."
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
            $"{nameof(QmpCallOptions)}.{nameof(QmpCallOptions.Descriptor)} is a {handle.GetType().Name} that is not of an open file, pipe or socket."
        );
    }

    /// <summary>Writes a request, the descriptor with the first of its bytes. Cancelled, it may leave some of them
    /// written.</summary>
    /// <exception cref="IOException">The socket failed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(request.Length);
        cancellationToken.ThrowIfCancellationRequested();

        // .NET tells of room in a socket only to those who send by its own calls, so this asks again and again, and
        // holds no thread meanwhile.
        int sent;
        while ((sent = NativeSocket.TrySend(_stream.Socket.SafeHandle, request.Span, _number)) == 0)
        {
            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }

        if (sent < request.Length)
        {
            await _stream.WriteAsync(request[sent..], cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _handle, null)?.DangerousRelease();

    private static string Lack(Stream stream) =>
        (IsSupported, stream) switch
        {
            (false, _) => $"this is {RuntimeInformation.OSDescription}.",
            (_, NetworkStream { Socket.AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 }) =>
                "this connection goes by TCP.",
            _ => $"this connection is a {stream.GetType().Name}.",
        };
}
