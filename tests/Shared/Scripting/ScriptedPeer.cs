using System.Net.Sockets;
using System.Text;
using Xunit;

namespace QmpGen.Tests;

/// <summary>A monitor or guest agent that a test plays line by line over a real socket.</summary>
internal class ScriptedPeer : IAsyncDisposable
{
    /// <summary>The time after which a wait in a test fails.</summary>
    public static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private protected ScriptedPeer(ConnectedSockets sockets)
    {
        _socket = sockets.Server;
        _stream = new NetworkStream(_socket, ownsSocket: true);
        _reader = new StreamReader(
            _stream,
            new UTF8Encoding(false),
            detectEncodingFromByteOrderMarks: false,
            bufferSize: 64 * 1024
        );
        ClientStream = new NetworkStream(sockets.Client, ownsSocket: true);
    }

    /// <summary>The stream for the client under test.</summary>
    public Stream ClientStream { get; }

    /// <summary>Creates a peer that no client is connected to yet.</summary>
    public static ScriptedPeer Create() => new(ConnectedSockets.Create());

    /// <summary>Sends the greeting and replies to the negotiation of a client that is connecting.</summary>
    public async Task<TClient> NegotiateAsync<TClient>(Task<TClient> connecting, string greeting)
    {
        await SendAsync(greeting);
        await ReplyAsync(await ReceiveAsync());
        return await connecting.WaitAsync(WaitTimeout);
    }

    /// <summary>Sends a line that ends with CR and LF, as QEMU does.</summary>
    public Task SendAsync(string line) => SendBytesAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Receives bytes up to the given occurrence of a character.</summary>
    /// <remarks>Do not mix with <see cref="ReceiveAsync"/>, which buffers.</remarks>
    public async Task<byte[]> ReceiveBytesAsync(char until, int times)
    {
        List<byte> bytes = [];
        byte[] next = new byte[1];
        while (bytes.Count(value => value == until) < times)
        {
            await _stream.ReadExactlyAsync(next).AsTask().WaitAsync(WaitTimeout);
            bytes.Add(next[0]);
        }

        return [.. bytes];
    }

    /// <summary>Receives the client's next line.</summary>
    public async Task<string> ReceiveAsync() =>
        await _reader.ReadLineAsync().WaitAsync(WaitTimeout) ?? throw new EndOfStreamException();

    /// <summary>Receives the client's next line and asserts that it is a request for the command.</summary>
    public async Task<ReceivedRequest> ExpectAsync(string command)
    {
        ReceivedRequest request = ReceivedRequest.Parse(await ReceiveAsync());
        Assert.Equal(command, request.Command);
        return request;
    }

    /// <summary>Replies to the request of the given line.</summary>
    public Task ReplyAsync(string request, string value = "{}") => ReplyAsync(ReceivedRequest.Parse(request), value);

    /// <summary>Replies to a request.</summary>
    public Task ReplyAsync(ReceivedRequest request, string value = "{}") =>
        SendAsync($$"""{"return": {{value}}, "id": {{request.Id}}}""");

    /// <summary>Completes one call of the client, after which it has read everything that was sent before.</summary>
    public async Task RoundTripAsync(QmpClient client)
    {
        Task<QmpValue> call = client.ExecuteRawAsync("query-name");
        await ReplyAsync(await ExpectAsync("query-name"), """{"name": "vm1"}""");
        Assert.Equal("vm1", (await call.WaitAsync(WaitTimeout))["name"].GetString());
    }

    /// <summary>Closes the connection from the peer's side.</summary>
    public void Close() => _socket.Close();

    public virtual async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        await ClientStream.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
