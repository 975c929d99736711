using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>Writes a request and a descriptor with it, as <c>getfd</c> and <c>add-fd</c> want it: by SCM_RIGHTS, for which .NET has no call.</summary>
internal static class DescriptorPassing
{
    // QEMU reads a request at some 6 µs a byte, so that a full socket stays full for long.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Whether a stream can take a descriptor along: a unix socket on Linux or macOS, whoever has made it.</summary>
    public static bool CanPass(Stream stream) => IsSupported && stream is NetworkStream { Socket.AddressFamily: AddressFamily.Unix };

    /// <summary>Refuses what cannot be passed. To be called before a request is put into the row: a refusal then harms nobody else.</summary>
    /// <exception cref="NotSupportedException">The stream is no unix socket, or the system neither Linux nor macOS.</exception>
    /// <exception cref="ObjectDisposedException">The handle has been closed.</exception>
    /// <exception cref="ArgumentException">The handle is not that of an open descriptor.</exception>
    public static void Check(Stream stream, SafeHandle descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!CanPass(stream))
        {
            throw new NotSupportedException(
                "A descriptor can go to QEMU only by a unix socket, on Linux or macOS; " + Lack(stream)
                + " Connect to unix:PATH, or name the file to QEMU and let it open that itself.");
        }

        ObjectDisposedException.ThrowIf(descriptor.IsClosed, descriptor);
        if (descriptor.IsInvalid || !WhileHeld(descriptor, NativeSocket.IsOpen))
            throw new ArgumentException($"The {descriptor.GetType().Name} is not that of an open file, pipe or socket.", nameof(descriptor));
    }

    /// <summary>Writes bytes, the descriptor with the first of them. Cancelled in between, it may leave some of them written.</summary>
    /// <exception cref="IOException">The socket failed.</exception>
    /// <inheritdoc cref="Check(Stream, SafeHandle)" path="/exception"/>
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, SafeHandle descriptor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length);
        Check(stream, descriptor);
        Socket socket = ((NetworkStream)stream).Socket;
        int sent;

        // .NET tells of room in a socket only to those who send by its own calls, so this one asks again and again, and holds no thread meanwhile.
        for (cancellationToken.ThrowIfCancellationRequested(); (sent = TrySend()) == 0;)
            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);

        if (sent < bytes.Length)
            await stream.WriteAsync(bytes[sent..], cancellationToken).ConfigureAwait(false);

        int TrySend() => WhileHeld(descriptor, number => NativeSocket.TrySend(socket.SafeHandle, bytes.Span, number));
    }

    /// <summary>Does something with the number of a descriptor, which nobody can close, and give to another file, meanwhile.</summary>
    private static T WhileHeld<T>(SafeHandle descriptor, Func<nint, T> use)
    {
        bool held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            return use(descriptor.DangerousGetHandle());
        }
        finally
        {
            if (held)
                descriptor.DangerousRelease();
        }
    }

    private static string Lack(Stream stream) => (IsSupported, stream) switch
    {
        (false, _) => $"this is {RuntimeInformation.OSDescription}.",
        (_, NetworkStream { Socket.AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 }) => "this connection goes by TCP.",
        _ => $"this connection is a {stream.GetType().Name}.",
    };
}
