using System.Net.Sockets;
using System.Text;

namespace QmpGen.Testing.Tests;

/// <summary>A client that sends bytes and reads lines, without knowledge of the protocol.</summary>
internal sealed class WireClient(Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly StreamReader _reader = new(stream, Encoding.ASCII);

    /// <summary>Connects in memory and negotiates.</summary>
    public static async Task<WireClient> ConnectAsync(QmpTestServer server, string? capabilities = null)
    {
        WireClient client = new(server.Connect());
        await client.ReadLineAsync();
        string arguments = capabilities is null ? "" : $$""", "arguments": {"enable": [{{capabilities}}]}""";
        Assert.Equal(
            """{"return": {}, "id": 0}""",
            await client.CallAsync($$"""{"execute": "qmp_capabilities", "id": 0{{arguments}}}""")
        );
        return client;
    }

    /// <summary>Connects to a Unix socket and does not negotiate.</summary>
    public static async Task<WireClient> ConnectAsync(string endpoint)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint["unix:".Length..]));
        return new WireClient(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Sends a byte for each character.</summary>
    public async Task SendAsync(string bytes) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes)).AsTask().WaitAsync(s_timeout);

    /// <summary>Reads a line. Null at the end of the connection.</summary>
    public Task<string?> ReadLineAsync() => _reader.ReadLineAsync().WaitAsync(s_timeout);

    /// <summary>Sends a request and reads a line.</summary>
    public async Task<string?> CallAsync(string request)
    {
        await SendAsync(request + "\n");
        return await ReadLineAsync();
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_timeout);
        return bytes;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
