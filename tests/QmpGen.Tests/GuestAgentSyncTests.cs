using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class GuestAgentSyncTests
{
    public static TheoryData<string> Noise =>
        new()
        {
            "",
            "no JSON at all",
            "}]\"{",
            """{"return": {}, "id": 1}""" + "\n",
            """{"return": {"buf-b64": "AAAA""",
            """{"return": {"text": "a half """ + "\\",
            "\u00FF",
            "\u00FF\u00FF\u00FF",
            "\u00FFno JSON",
            "\u00FF{",
            "\u00FF{no JSON}",
            "\u00FF" + """{"return": 4711}""" + "\n",
            "\u00FF"
                + """{"return": 4711, "id": 4711}"""
                + "\n\u00FF"
                + """{"error": {"class": "GenericError", "desc": "stale"}}"""
                + "\n",
            "\u00FF" + """{"return": [1""",
            """{"QMP": {}}{"event": "STOP"}[[[[""",
            new string('x', 300_000),
            "\u00FF{\"return\": \"" + new string('x', 300_000),
            new string('\u00FF', 30_000),
        };

    [Fact]
    public async Task It_says_a_0xFF_and_asks_for_a_mark()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        byte[] sent = await peer.ReceiveBytesAsync(until: '\n', times: 1);
        Assert.Equal(0xFF, sent[0]);
        string line = Encoding.ASCII.GetString(sent.AsSpan(1));
        long start = JsonElement.Parse(line).GetProperty("arguments").GetProperty("id").GetInt64();
        Assert.InRange(start, 1, 1L << 52);
        Assert.Equal($$$"""{"execute":"guest-sync-delimited","arguments":{"id":{{{start}}}}}""" + "\n", line);

        await peer.SendMarkAsync(start);
        await using AgentClient client = await connecting.WaitAsync(Patience);
        Assert.Equal(("unknown", false), (client.Greeting.Version.ToString(), client.OutOfBandEnabled));
        Assert.Empty(client.Greeting.Capabilities);
    }

    [Theory]
    [MemberData(nameof(Noise))]
    public async Task Whatever_the_channel_still_holds_is_skipped(string latin1)
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
        await peer.SynchroniseAsync();
        await using AgentClient client = await connecting.WaitAsync(Patience);
        await AssertUsableAsync(peer, client);
    }

    [Theory]
    [MemberData(nameof(Noise))]
    public async Task It_is_skipped_even_byte_by_byte(string latin1)
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(new TricklingStream(peer.ClientStream));
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1[..Math.Min(latin1.Length, 2000)]));
        await peer.SynchroniseAsync();
        await using AgentClient client = await connecting.WaitAsync(Patience);
        await AssertUsableAsync(peer, client);
    }

    [Fact]
    public async Task What_follows_the_answer_at_once_is_not_lost()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, new() { MaxMessageBytes = 100 });
        long start = await peer.ReceiveSyncAsync();
        byte[] answers = [0xFF, .. Encoding.ASCII.GetBytes($$"""{"return": {{start}}}""" + new string('{', 101))];
        await peer.SendBytesAsync(answers);
        await using AgentClient client = await connecting.WaitAsync(Patience);
        await client.Closed.WaitAsync(Patience);
        Assert.Contains(
            "more than 100 bytes",
            Assert.IsType<QmpMessageTooLargeException>(await client.Closed).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Silence_names_the_usual_cause()
    {
        await using ScriptedPeer peer = await CreateAsync();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("the guest agent's answer to guest-sync-delimited", e.Message, StringComparison.Ordinal);
        Assert.Contains("does not run the agent", e.Message, StringComparison.Ordinal);
        Assert.Contains("another client", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Qemu72)]
    [InlineData("login: ")]
    public async Task Something_that_is_no_agent_is_told_from_silence(string said)
    {
        await using ScriptedPeer peer = await CreateAsync();
        await peer.SendAsync(said);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(500) })
        );
        Assert.Contains("no guest agent", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_holds_for_a_stream_that_cannot_be_interrupted() =>
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient
                .ConnectAsync(new DeafStream(), new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
                .WaitAsync(Patience)
        );

    [Fact]
    public async Task What_becomes_of_a_stream_after_the_limit_leaves_no_exception_unobserved()
    {
        const string Marker = "broken after the limit";
        int unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs e) =>
            unobserved += e.Exception.ToString().Contains(Marker, StringComparison.Ordinal) ? 1 : 0;

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await TimeOutAsync(Marker);
            for (int i = 0; i < 10; i++)
            {
                await Task.Delay(10);
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }
    }

    private static async Task TimeOutAsync(string cause)
    {
        DeafStream stream = new();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(stream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        stream.Break(new IOException(cause));
    }

    [Fact]
    public async Task Cancelling_closes_the_stream()
    {
        await using ScriptedPeer peer = await CreateAsync();
        using CancellationTokenSource cancel = new();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, cancellationToken: cancel.Token);
        await peer.ReceiveSyncAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await Assert.ThrowsAsync<EndOfStreamException>(peer.ReceiveAsync);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"return": {}}""")]
    [InlineData("\u00FF{\"return\": 1")]
    public async Task The_loss_of_the_connection_is_told(string latin1)
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        await peer.ReceiveSyncAsync();
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
        peer.Close();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            connecting.WaitAsync(Patience)
        );
        Assert.Contains("guest-sync-delimited", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_band_execution_cannot_be_required()
    {
        await using ScriptedPeer peer = await CreateAsync();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { OutOfBand = QmpOutOfBandMode.Required })
        );
        Assert.Contains("guest agent", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EndOfStreamException>(peer.ReceiveAsync);
    }

    [Fact]
    public async Task Events_end_with_the_connection()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<QmpUnknownEvent> wait = client.Expect<QmpUnknownEvent>();
            peer.Close();
            await Assert.ThrowsAsync<QmpConnectionException>(() => wait.WaitAsync(Patience));
        }
    }

    private static async Task AssertUsableAsync(ScriptedPeer peer, AgentClient client)
    {
        Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
        await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-file-open"), """{"return": 1000}""");
        Assert.Equal(1000, (await call.WaitAsync(Patience)).GetInt32());
    }

    /// <summary>Gives one byte at a read.</summary>
    private sealed class TricklingStream(Stream inner) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer[..1], cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => inner.WriteAsync(buffer, cancellationToken);
    }
}
