using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;

namespace QmpGen.Benchmarks;

/// <summary>The client that a program contains if it does not use a library: lines of text, untyped JSON.</summary>
/// <remarks>Several callers can use it, and replies are matched by id.</remarks>
internal sealed class StraightforwardClient : IMeasuredConnection
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly SemaphoreSlim _writeLock = new(1);
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private int _lastId;
    private Task _receiving = Task.CompletedTask;
    private Action<JsonElement>? _onEvent;

    private StraightforwardClient(NetworkStream stream)
    {
        _reader = new StreamReader(stream);
        _writer = new StreamWriter(stream);
    }

    public static async Task<IMeasuredConnection> ConnectAsync(string path)
    {
        Socket socket = await MonitorSocket.ConnectAsync(path);
        StraightforwardClient client = new(new NetworkStream(socket, ownsSocket: true));
        await client._reader.ReadLineAsync();
        client._receiving = client.ReceiveAsync();
        await client.ExecuteAsync("qmp_capabilities");
        return client;
    }

    public async Task CallAsync()
    {
        JsonElement status = await ExecuteAsync("query-status");
        InvalidReplyException.ThrowIf(status.GetProperty("status").GetString() != "running");
    }

    public Task CallTogetherAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync()));

    public async Task ReadSchemaAsync()
    {
        JsonElement schema = await ExecuteAsync("query-qmp-schema");
        InvalidReplyException.ThrowIf(schema.GetArrayLength() <= 500);
    }

    public async Task ReceiveEventsAsync(int count)
    {
        int received = 0;
        _onEvent = e => received += e.GetProperty("event").GetString() == "STOP" ? 1 : 0;
        await IgnoreEventsAsync(count);
        _onEvent = null;
        InvalidReplyException.ThrowIf(received != count);
    }

    public Task IgnoreEventsAsync(int count) => ExecuteAsync("emit-events", new JsonEventCount(count));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _receiving;
        _reader.Dispose();
        _writeLock.Dispose();
    }

    private async Task<JsonElement> ExecuteAsync(string command, JsonEventCount? arguments = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonElement> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = reply;
        JsonRequest request = new(command, arguments, id);
        string text = JsonSerializer.Serialize(request, JsonMessageContext.Default.JsonRequest);
        await _writeLock.WaitAsync();
        try
        {
            await _writer.WriteLineAsync(text);
            await _writer.FlushAsync();
        }
        finally
        {
            _writeLock.Release();
        }

        return await reply.Task;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync() is { } line)
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Dispatch(document.RootElement);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client was disposed.
        }
    }

    private void Dispatch(JsonElement message)
    {
        if (message.TryGetProperty("event", out _))
        {
            _onEvent?.Invoke(message);
        }
        else if (_calls.TryRemove(message.GetProperty("id").GetInt32(), out TaskCompletionSource<JsonElement>? call))
        {
            call.SetResult(message.GetProperty("return").Clone());
        }
    }
}
