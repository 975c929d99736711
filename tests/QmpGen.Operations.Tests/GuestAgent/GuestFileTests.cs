namespace QmpGen.Operations.Tests;

public sealed class GuestFileTests
{
    private static readonly GuestFileOptions s_smallChunks = new() { ChunkBytes = 4 };

    [Fact]
    public async Task Copy_FromGuest_WhenConnectionBreaks_ContinuesAtThePosition()
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        guest.BreakAt("guest-file-read", 2);
        await using AgentClient client = await guest.ConnectAsync();

        byte[] read = await client.ReadFileAsync("/file", s_smallChunks);

        Assert.Equal("0123456789"u8.ToArray(), read);
        Assert.Equal(0, guest.OpenHandles);
    }

    [Fact]
    public async Task Copy_ToGuest_WhenConnectionBreaks_ContinuesAtThePosition()
    {
        await using MemoryGuest guest = new([]);
        guest.BreakAt("guest-file-write", 2);
        await using AgentClient client = await guest.ConnectAsync();

        await client.WriteFileAsync("/file", "0123456789"u8.ToArray(), s_smallChunks);

        Assert.Equal("0123456789"u8.ToArray(), guest.Content);
        Assert.Equal(0, guest.OpenHandles);
    }

    [Fact]
    public async Task Copy_WhenEveryConnectionBreaks_ThrowsAndClosesTheHandle()
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        guest.BreakAt("guest-file-read", 1, 2, 3);
        await using AgentClient client = await guest.ConnectAsync();

        await Assert.ThrowsAsync<QmpConnectionException>(() => client.ReadFileAsync("/file"));

        Assert.Equal(0, guest.OpenHandles);
    }

    [Theory]
    [InlineData("guest-file-open")]
    [InlineData("guest-file-read")]
    public async Task Copy_WhenCanceled_ClosesTheHandle(string stage)
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        await using AgentClient client = await guest.ConnectAsync();
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = guest.Server.Hold(stage);
        Task<byte[]> read = client.ReadFileAsync("/file", cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(0, guest.OpenHandles);
    }

    [Fact]
    public async Task Copy_CanceledBeforeSlowOpen_ClosesTheHandleLater()
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        await using AgentClient client = await guest.ConnectAsync();
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = guest.Server.Hold("guest-file-open");
        GuestFileOptions options = new() { QueryTimeout = TimeSpan.FromMilliseconds(1) };
        Task<byte[]> read = client.ReadFileAsync("/file", options, cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        held.Release();

        await guest.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, guest.OpenHandles);
    }

    [Fact]
    public async Task Copy_WhenConnectionBreaksDuringClose_Succeeds()
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        guest.BreakAt("guest-file-close", 1);
        await using AgentClient client = await guest.ConnectAsync();

        byte[] read = await client.ReadFileAsync("/file");

        Assert.Equal("0123456789"u8.ToArray(), read);
        Assert.Equal(0, guest.OpenHandles);
        Assert.Equal(2, guest.Server.Calls.Count(call => call.Command == "guest-file-close"));
    }

    [Fact]
    public async Task Copy_ToStreamThatFails_ClosesTheHandle()
    {
        await using MemoryGuest guest = new("0123456789"u8.ToArray());
        await using AgentClient client = await guest.ConnectAsync();
        using MemoryStream readOnly = new([], writable: false);

        await Assert.ThrowsAsync<NotSupportedException>(() => client.CopyFromGuestAsync("/file", readOnly));

        Assert.Equal(0, guest.OpenHandles);
    }

    [Fact]
    public async Task Write_WhenTheAgentWritesNothing_ThrowsAndClosesTheHandle()
    {
        await using MemoryGuest guest = new([]);
        guest.Server.On("guest-file-write", _ => QmpValue.Parse("""{"count": 0, "eof": false}"""));
        await using AgentClient client = await guest.ConnectAsync();

        await Assert.ThrowsAsync<IOException>(() => client.WriteFileAsync("/file", new byte[3]));

        Assert.Equal(0, guest.OpenHandles);
    }

    /// <summary>A guest agent with one file in memory.</summary>
    private sealed class MemoryGuest : IAsyncDisposable
    {
        private readonly MemoryStream _content = new();
        private readonly DroppableEndpoint _connection;
        private readonly Dictionary<string, int[]> _breaks = [];
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public MemoryGuest(byte[] content)
        {
            _content.Write(content);
            _connection = new DroppableEndpoint(Server.Endpoint);
            Server.On("guest-file-open", Open);
            Server.On("guest-file-close", Close);
            Server.On("guest-file-read", Read);
            Server.On("guest-file-write", Write);
            Server.On("guest-file-seek", Seek);
        }

        public QmpTestServer Server { get; } = OperationServer.StartGuestAgent();

        public byte[] Content => _content.ToArray();

        public int OpenHandles { get; private set; }

        /// <summary>Completes when the last handle is closed.</summary>
        public Task Closed => _closed.Task;

        public Task<AgentClient> ConnectAsync() =>
            AgentClient.ConnectAsync(_connection.Endpoint, DroppableEndpoint.ReconnectAtOnce);

        /// <summary>Breaks the connection before the replies to the given calls of a command.</summary>
        public void BreakAt(string command, params int[] calls) => _breaks[command] = calls;

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private QmpValue Open(QmpTestCall call)
        {
            OpenHandles++;
            _content.Position = 0;
            return 1000;
        }

        private QmpValue? Close(QmpTestCall call)
        {
            if (OpenHandles == 0)
            {
                throw new QmpTestErrorException("handle '1000' has not been found");
            }

            OpenHandles--;
            BreakIfDue(call);
            if (OpenHandles == 0)
            {
                _closed.TrySetResult();
            }

            return null;
        }

        private QmpValue Read(QmpTestCall call)
        {
            byte[] buffer = new byte[call.Arguments.GetProperty("count").GetInt32()];
            int count = _content.Read(buffer);
            BreakIfDue(call);
            return new QmpObject
            {
                ["count"] = count,
                ["buf-b64"] = Convert.ToBase64String(buffer, 0, count),
                ["eof"] = count < buffer.Length,
            };
        }

        private QmpValue Write(QmpTestCall call)
        {
            byte[] bytes = call.Arguments.GetProperty("buf-b64").GetBytesFromBase64();
            _content.Write(bytes);
            BreakIfDue(call);
            return new QmpObject { ["count"] = bytes.Length, ["eof"] = false };
        }

        private QmpValue Seek(QmpTestCall call)
        {
            _content.Position = call.Arguments.GetProperty("offset").GetInt64();
            return new QmpObject { ["position"] = _content.Position, ["eof"] = false };
        }

        private void BreakIfDue(QmpTestCall call)
        {
            int number = Server.Calls.Count(other => other.Command == call.Command);
            if (_breaks.TryGetValue(call.Command, out int[]? calls) && calls.Contains(number))
            {
                _connection.Drop();
            }
        }
    }
}
