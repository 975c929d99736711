using System.Net.Sockets;
using System.Text;

namespace QmpGen.Testing.Tests;

/// <summary>A client without any idea of the protocol: it sends bytes and reads lines.</summary>
internal sealed class WireClient(Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly StreamReader _reader = new(stream, Encoding.ASCII);

    /// <summary>Connects in memory and, unless told otherwise, negotiates.</summary>
    public static async Task<WireClient> ConnectAsync(QmpTestServer server, string? capabilities = null)
    {
        WireClient client = new(server.Connect());
        await client.ReadAsync();
        string arguments = capabilities is null ? "" : $$""", "arguments": {"enable": [{{capabilities}}]}""";
        Assert.Equal(
            """{"return": {}, "id": 0}""",
            await client.AskAsync($$"""{"execute": "qmp_capabilities", "id": 0{{arguments}}}""")
        );
        return client;
    }

    /// <summary>Connects to a unix socket.</summary>
    public static async Task<WireClient> ConnectAsync(string endpoint)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint["unix:".Length..]));
        return new WireClient(new NetworkStream(socket, ownsSocket: true));
    }

    public async Task SendAsync(string bytes) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes)).AsTask().WaitAsync(s_limit);

    /// <summary>Reads a line, or null at the end of the connection.</summary>
    public Task<string?> ReadAsync() => _reader.ReadLineAsync().WaitAsync(s_limit);

    public async Task<string?> AskAsync(string request)
    {
        await SendAsync(request + "\n");
        return await ReadAsync();
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_limit);
        return bytes;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
