using System.Net.Sockets;
using System.Text;
using Xunit;

namespace QmpGen.Tests;

/// <summary>A socket to a real monitor without any idea of the protocol: it sends bytes and reads lines.</summary>
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
    public static async Task<RawMonitor> GreetedAsync(RealQemu qemu)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(qemu.Endpoint["unix:".Length..]));
        RawMonitor monitor = new(socket);
        Assert.StartsWith("""{"QMP": {"version": {"qemu": {""", await monitor.ReadAsync(), StringComparison.Ordinal);
        return monitor;
    }

    /// <summary>Connects and negotiates.</summary>
    /// <param name="qemu">Where.</param>
    /// <param name="capabilities">What to switch on, each in quotes.</param>
    public static async Task<RawMonitor> NegotiatedAsync(RealQemu qemu, string capabilities = "")
    {
        RawMonitor monitor = await GreetedAsync(qemu);
        Assert.Equal(
            """{"return": {}}""",
            await monitor.AskAsync($$$"""{"execute":"qmp_capabilities","arguments":{"enable":[{{{capabilities}}}]}}""")
        );
        return monitor;
    }

    /// <summary>Sends text as it is, each character below 256 as one byte.</summary>
    public async Task SendAsync(string text) =>
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(ScriptedPeer.Patience);

    /// <summary>The next line that comes, or null at the end of the connection.</summary>
    public Task<string?> ReadAsync() => _reader.ReadLineAsync().WaitAsync(ScriptedPeer.Patience);

    /// <summary>Sends a line and reads one.</summary>
    public async Task<string?> AskAsync(string line)
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
