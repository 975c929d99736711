using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

/// <summary>Sends bytes to a real monitor and reads lines, without the runtime under test.</summary>
internal sealed class RawMonitor : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private RawMonitor(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.ASCII);
    }

    /// <summary>Connects and reads the greeting.</summary>
    public static async Task<RawMonitor> ConnectAsync(RealQemu qemu)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(qemu.Endpoint["unix:".Length..]));
        RawMonitor monitor = new(socket);
        Assert.StartsWith("""{"QMP": {"version": {"qemu": {""", await monitor.ReadAsync(), StringComparison.Ordinal);
        return monitor;
    }

    /// <summary>Connects and negotiates.</summary>
    /// <param name="qemu">The QEMU to connect to.</param>
    /// <param name="capabilities">The capabilities to enable, each in quotes.</param>
    public static async Task<RawMonitor> NegotiateAsync(RealQemu qemu, string capabilities = "")
    {
        RawMonitor monitor = await ConnectAsync(qemu);
        Assert.Equal(
            """{"return": {}}""",
            await monitor.RequestAsync(
                $$$"""{"execute":"qmp_capabilities","arguments":{"enable":[{{{capabilities}}}]}}"""
            )
        );
        return monitor;
    }

    /// <summary>Sends text unchanged, each character below 256 as one byte.</summary>
    public async Task SendAsync(string text) =>
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(ScriptedPeer.WaitTimeout);

    /// <summary>Reads the next line; null at the end of the connection.</summary>
    public Task<string?> ReadAsync() => _reader.ReadLineAsync().WaitAsync(ScriptedPeer.WaitTimeout);

    /// <summary>Sends a line and reads one.</summary>
    public async Task<string?> RequestAsync(string line)
    {
        await SendAsync(line + "\n");
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
    }
}
