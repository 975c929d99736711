using System.Net.Sockets;
using System.Text.Json;

namespace QmpGen.Benchmarks;

/// <summary>The bare loop, with requests and typed replies through the source generator of System.Text.Json.</summary>
/// <remarks>It does not match ids and cannot be used by several callers.</remarks>
internal sealed class JsonLoop : IMeasuredConnection
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private int _id;

    private JsonLoop(Socket socket) => _socket = socket;

    public static async Task<IMeasuredConnection> ConnectAsync(string path)
    {
        JsonLoop loop = new(await MonitorSocket.ConnectAsync(path));
        await loop.ReceiveLineAsync();
        await loop.SendAsync("qmp_capabilities");
        await loop.ReceiveLineAsync();
        return loop;
    }

    public async Task CallAsync()
    {
        await SendAsync("query-status");
        await ReceiveStatusAsync();
    }

    public async Task CallTogetherAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await SendAsync("query-status");
        }

        for (int i = 0; i < count; i++)
        {
            await ReceiveStatusAsync();
        }
    }

    public async Task ReadSchemaAsync()
    {
        await SendAsync("query-qmp-schema");
        JsonSchemaReply? reply = JsonSerializer.Deserialize(
            (await ReceiveLineAsync()).Span,
            JsonMessageContext.Default.JsonSchemaReply
        );
        InvalidReplyException.ThrowIf(reply?.Return is not { Count: > 500 });
    }

    public Task ReceiveEventsAsync(int count) => IgnoreEventsAsync(count);

    public async Task IgnoreEventsAsync(int count)
    {
        await SendAsync("emit-events", new JsonEventCount(count));
        for (int i = 0; i < count; i++)
        {
            JsonEvent? e = JsonSerializer.Deserialize(
                (await ReceiveLineAsync()).Span,
                JsonMessageContext.Default.JsonEvent
            );
            InvalidReplyException.ThrowIf(e?.Event != "STOP");
        }

        await ReceiveLineAsync();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    private ValueTask SendAsync(string command, JsonEventCount? arguments = null) =>
        _socket.SendAllAsync(
            JsonSerializer.SerializeToUtf8Bytes(
                new JsonRequest(command, arguments, ++_id),
                JsonMessageContext.Default.JsonRequest
            )
        );

    private async ValueTask ReceiveStatusAsync()
    {
        JsonStatusReply? reply = JsonSerializer.Deserialize(
            (await ReceiveLineAsync()).Span,
            JsonMessageContext.Default.JsonStatusReply
        );
        InvalidReplyException.ThrowIf(reply?.Return?.Status != "running");
    }

    /// <summary>Returns the next line, which is valid until the next call.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReceiveLineAsync()
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, searched + length);
                _start += line.Length + 1;
                return line;
            }

            searched = _end - _start;
            MakeRoom();
            _end += await _socket.ReceiveSomeAsync(_buffer.AsMemory(_end));
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _end);
        }
    }
}
