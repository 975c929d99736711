using System.Net.Sockets;

namespace QmpGen.Benchmarks;

/// <summary>The socket operations that the loops share.</summary>
internal static class MonitorSocket
{
    public static async Task<Socket> ConnectAsync(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Receives at least one byte.</summary>
    public static async ValueTask<int> ReceiveSomeAsync(this Socket socket, Memory<byte> buffer) =>
        await socket.ReceiveAsync(buffer) is > 0 and int read ? read : throw new EndOfStreamException();
}
