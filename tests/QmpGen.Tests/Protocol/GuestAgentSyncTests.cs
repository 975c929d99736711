using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class GuestAgentSyncTests
{
    public static TheoryData<string> StaleBytes =>
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
    public async Task Connect_BeforeTheReply_Sends0xFFAndASyncRequest()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        byte[] sent = await peer.ReceiveBytesAsync(until: '\n', times: 1);
        Assert.Equal(0xFF, sent[0]);
        string line = Encoding.ASCII.GetString(sent.AsSpan(1));
        long token = JsonElement.Parse(line).GetProperty("arguments").GetProperty("id").GetInt64();
        Assert.InRange(token, 1, 1L << 52);
        Assert.Equal($$$"""{"execute":"guest-sync-delimited","arguments":{"id":{{{token}}}}}""" + "\n", line);

        await peer.SendTokenAsync(token);
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        Assert.Equal(("unknown", false), (client.Greeting.Version.ToString(), client.OutOfBandEnabled));
        Assert.Empty(client.Greeting.Capabilities);
    }

    [Theory]
    [MemberData(nameof(StaleBytes))]
    public async Task Connect_WithStaleBytesOnChannel_SkipsThem(string latin1)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
        await peer.SynchronizeAsync();
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        await peer.AssertUsableAsync(client);
    }

    [Theory]
    [MemberData(nameof(StaleBytes))]
    public async Task Connect_WithStaleBytesOneByOne_SkipsThem(string latin1)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(new FaultyStream(peer.ClientStream) { ChunkSize = 1 });
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1[..Math.Min(latin1.Length, 2000)]));
        await peer.SynchronizeAsync();
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        await peer.AssertUsableAsync(client);
    }

    [Fact]
    public async Task Message_DirectlyBehindSyncReply_IsProcessed()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, new() { MaxMessageBytes = 100 });
        long token = await peer.ReceiveSyncAsync();
        byte[] reply = [0xFF, .. Encoding.ASCII.GetBytes($$"""{"return": {{token}}}""" + new string('{', 101))];
        await peer.SendBytesAsync(reply);
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.Equal(100, Assert.IsType<QmpMessageTooLargeException>(cause).Limit);
    }

    [Fact]
    public async Task Connect_WhenAgentIsSilent_ThrowsTimeout()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("guest-sync-delimited", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Greetings.Qemu72)]
    [InlineData("login: ")]
    public async Task Connect_WhenPeerIsNotAnAgent_ThrowsTimeout(string line)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        await peer.SendAsync(line);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(500) })
        );
    }

    [Fact]
    public async Task Connect_OverUncancellableStream_StillTimesOut() =>
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient
                .ConnectAsync(
                    FaultyStream.CreateUnresponsive(),
                    new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) }
                )
                .WaitAsync(WaitTimeout)
        );

    [Fact]
    public async Task AbandonedHandshake_WhenStreamFailsLater_LeavesNoUnobservedException()
    {
        const string Marker = "failed after the timeout";
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

    /// <summary>Abandons a handshake whose stream then fails with the given message.</summary>
    private static async Task TimeOutAsync(string message)
    {
        FaultyStream stream = FaultyStream.CreateUnresponsive();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(stream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        stream.FailReads(new IOException(message));
    }

    [Fact]
    public async Task Connect_WhenCanceled_ClosesTheStream()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
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
    public async Task Connect_WhenPeerCloses_ThrowsConnectionError(string latin1)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        await peer.ReceiveSyncAsync();
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
        peer.Close();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            connecting.WaitAsync(WaitTimeout)
        );
        Assert.Contains("guest-sync-delimited", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithOutOfBandRequired_ThrowsAndSendsNothing()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            AgentClient.ConnectAsync(peer.ClientStream, new() { OutOfBand = QmpOutOfBandMode.Required })
        );
        await Assert.ThrowsAsync<EndOfStreamException>(peer.ReceiveAsync);
    }

    [Fact]
    public async Task Expectation_WhenGuestAgentCloses_Throws()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        using QmpExpectation<QmpUnknownEvent> wait = peer.Client.Expect<QmpUnknownEvent>();
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => wait.WaitAsync(WaitTimeout));
    }
}
