using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace QmpGen.Tests;

/// <summary>The other end of a connection, played by the test line by line over a real socket.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    public const string Qemu72 =
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}""";
    public const string Qemu30 =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 3}, "package": ""}, "capabilities": ["oob"]}}""";
    public const string Qemu212 =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 12, "major": 2}, "package": ""}, "capabilities": ["oob"]}}""";
    public const string NoOob =
        """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 5, "major": 2}, "package": ""}, "capabilities": []}}""";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private ScriptedPeer(Socket socket, Stream clientStream)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(
            _stream,
            new UTF8Encoding(false),
            detectEncodingFromByteOrderMarks: false,
            bufferSize: 64 * 1024
        );
        ClientStream = clientStream;
    }

    /// <summary>The client's end.</summary>
    public Stream ClientStream { get; }

    /// <summary>A pair of connected sockets.</summary>
    public static async Task<ScriptedPeer> CreateAsync()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        UnixDomainSocketEndPoint endPoint = new(Path.Combine(directory.FullName, "s"));
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endPoint);
        listener.Listen();
        Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(endPoint);
        ScriptedPeer peer = new(await listener.AcceptAsync(), new NetworkStream(client, ownsSocket: true));
        directory.Delete(recursive: true);
        return peer;
    }

    /// <summary>A client that has got a greeting and negotiated.</summary>
    public static async Task<(ScriptedPeer Peer, QmpClient Client)> ConnectAsync(
        string greeting = Qemu72,
        QmpClientOptions? options = null
    )
    {
        ScriptedPeer peer = await CreateAsync();
        return (peer, await peer.NegotiateAsync(QmpClient.ConnectAsync(peer.ClientStream, options), greeting));
    }

    /// <summary>Plays the server's part of the negotiation.</summary>
    public async Task<TClient> NegotiateAsync<TClient>(Task<TClient> connecting, string greeting)
    {
        await SendAsync(greeting);
        await AnswerAsync(await ReceiveAsync());
        return await connecting.WaitAsync(Patience);
    }

    /// <summary>Sends text and a line's end, as QEMU does.</summary>
    public Task SendAsync(string line) => SendBytesAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The bytes that the client sends up to and with a character that comes so many times. Not to be mixed
    /// with reading lines.</summary>
    public async Task<byte[]> ReceiveBytesAsync(char until, int times)
    {
        List<byte> bytes = [];
        byte[] next = new byte[1];
        while (bytes.Count(value => value == until) < times)
        {
            await _stream.ReadExactlyAsync(next).AsTask().WaitAsync(Patience);
            bytes.Add(next[0]);
        }

        return [.. bytes];
    }

    /// <summary>The next line that the client sends.</summary>
    public async Task<string> ReceiveAsync() =>
        await _reader.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException();

    /// <summary>Demands that the client's next line is a request for the command.</summary>
    public async Task<Request> ExpectAsync(string command)
    {
        Request request = Request.Read(await ReceiveAsync());
        Assert.Equal(command, request.Command);
        return request;
    }

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(string request, string value = "{}") => AnswerAsync(Request.Read(request), value);

    public Task AnswerAsync(Request request, string value = "{}") =>
        SendAsync($$"""{"return": {{value}}, "id": {{request.Id}}}""");

    /// <summary>Demands that the next call is answered as if nothing had been.</summary>
    public static async Task AssertUsableAsync(ScriptedPeer peer, QmpClient client)
    {
        Task<JsonElement> call = client.ExecuteRawAsync("query-name");
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"), """{"name": "vm1"}""");
        Assert.Equal("vm1", (await call.WaitAsync(Patience)).GetProperty("name").GetString());
    }

    /// <summary>Ends what the server sends, and takes no more.</summary>
    public void Close() => _socket.Close();

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        await ClientStream.DisposeAsync();
    }

    internal sealed record Request(string Command, long Id, bool OutOfBand, string Line)
    {
        public static Request Read(string line)
        {
            JsonElement json = JsonElement.Parse(line);
            bool outOfBand = json.TryGetProperty("exec-oob", out JsonElement command);
            return new Request(
                (outOfBand ? command : json.GetProperty("execute")).GetString()!,
                json.GetProperty("id").GetInt64(),
                outOfBand,
                line
            );
        }
    }
}
