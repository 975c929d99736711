using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

/// <summary>Two connected unix sockets, of which one tells what descriptors it gets.</summary>
internal sealed unsafe partial class UnixPair : IDisposable
{
    private const int ControlBytes = 256;

    private readonly Socket _receiver;

    private UnixPair(NetworkStream sender, Socket receiver) => (Sender, _receiver) = (sender, receiver);

    public NetworkStream Sender { get; }

    /// <summary>How many bytes have arrived and not been received.</summary>
    public int Arrived => _receiver.Available;

    public static UnixPair Create()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        UnixDomainSocketEndPoint endPoint = new(Path.Combine(directory.FullName, "s"));
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endPoint);
        listener.Listen();
        Socket sender = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        sender.Connect(endPoint);
        UnixPair pair = new(new NetworkStream(sender, ownsSocket: true), listener.Accept());
        directory.Delete(recursive: true);
        return pair;
    }

    /// <summary>Sends until there is no room for another byte.</summary>
    /// <returns>How many bytes that were.</returns>
    public int Fill()
    {
        Sender.Socket.Blocking = false;
        int filled = 0;
        for (int size = 64 * 1024; size > 0;)
        {
            int sent = Sender.Socket.Send(new byte[size], SocketFlags.None, out SocketError error);
            filled += sent;
            if (error == SocketError.WouldBlock)
            {
                size /= 2;
            }
        }

        return filled;
    }

    /// <summary>Receives so many bytes, in as many pieces as they come, and the descriptors that come with
    /// them.</summary>
    public (byte[] Bytes, SafeFileHandle[] Descriptors) Receive(int count)
    {
        byte[] bytes = new byte[count];
        List<SafeFileHandle> descriptors = [];
        for (int received = 0; received < count;)
        {
            Assert.True(_receiver.Poll(ScriptedPeer.Patience, SelectMode.SelectRead), "Nothing came.");
            int size = Receive(bytes.AsSpan(received), descriptors);
            received += size > 0 ? size : throw new EndOfStreamException();
        }

        return (bytes, [.. descriptors]);
    }

    public void Hangup() => _receiver.Dispose();

    public void Dispose()
    {
        Sender.Dispose();
        _receiver.Dispose();
    }

    /// <summary>
    /// Calls recvmsg with a struct msghdr of words: name, its length, the parts, their number, the control messages,
    /// their length, flags. So it is on
    /// Linux; on macOS the flags are the upper half of the length before them, and zero all the same.
    /// </summary>
    private int Receive(Span<byte> bytes, List<SafeFileHandle> descriptors)
    {
        fixed (byte* start = bytes)
        {
            nint* part = stackalloc nint[] { (nint)start, bytes.Length };
            byte* control = stackalloc byte[ControlBytes];
            nint* message = stackalloc nint[] { 0, 0, (nint)part, 1, (nint)control, ControlBytes, 0 };
            nint received = ReceiveMessage(_receiver.SafeHandle, message, 0);
            Assert.True(received >= 0, $"recvmsg: {Marshal.GetLastPInvokeErrorMessage()}");
            int header = OperatingSystem.IsMacOS() ? 12 : sizeof(nint) + 8;
            if ((int)message[5] > header)
            {
                descriptors.AddRange(
                    new ReadOnlySpan<int>(control + header, (*(int*)control - header) / sizeof(int))
                        .ToArray()
                        .Select(OfNumber)
                );
            }

            return (int)received;
        }
    }

    private static SafeFileHandle OfNumber(int descriptor) => new(descriptor, ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeHandle socket, nint* message, int flags);
}
