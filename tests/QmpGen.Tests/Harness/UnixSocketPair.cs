using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

/// <summary>Two connected unix sockets, one of which receives descriptors.</summary>
internal sealed unsafe partial class UnixSocketPair : IDisposable
{
    private const int ControlBytes = 256;

    private readonly Socket _receiver;

    private UnixSocketPair(NetworkStream sender, Socket receiver) => (Sender, _receiver) = (sender, receiver);

    public NetworkStream Sender { get; }

    /// <summary>The number of bytes that have arrived and were not received yet.</summary>
    public int Arrived => _receiver.Available;

    public static UnixSocketPair Create()
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        return new UnixSocketPair(new NetworkStream(sockets.Client, ownsSocket: true), sockets.Server);
    }

    /// <summary>Sends until the socket has no room for another byte.</summary>
    /// <returns>The number of bytes sent.</returns>
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

    /// <summary>Receives the given number of bytes and the descriptors that come with them.</summary>
    public (byte[] Bytes, SafeFileHandle[] Descriptors) Receive(int count)
    {
        byte[] bytes = new byte[count];
        List<SafeFileHandle> descriptors = [];
        for (int received = 0; received < count;)
        {
            Assert.True(_receiver.Poll(ScriptedPeer.WaitTimeout, SelectMode.SelectRead), "No data arrived.");
            int size = Receive(bytes.AsSpan(received), descriptors);
            received += size > 0 ? size : throw new EndOfStreamException();
        }

        return (bytes, [.. descriptors]);
    }

    public void CloseReceiver() => _receiver.Dispose();

    public void Dispose()
    {
        Sender.Dispose();
        _receiver.Dispose();
    }

    /// <summary>Calls recvmsg.</summary>
    /// <remarks>
    /// On Linux its struct msghdr consists of words: name, name length, parts, part count, control messages, control
    /// length, flags. On macOS the flags are the upper half of the control length's word, and zero as well.
    /// </remarks>
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
                        .Select(ToHandle)
                );
            }

            return (int)received;
        }
    }

    private static SafeFileHandle ToHandle(int descriptor) => new(descriptor, ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeHandle socket, nint* message, int flags);
}
