using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class MonitorHandshakeTests
{
    [Fact]
    public async Task Negotiation_WhenOutOfBandIsOffered_EnablesIt()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Greetings.Qemu72);
        Assert.Equal(
            """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}""",
            await peer.ReceiveAsync()
        );
        await peer.SendAsync("""{"return": {}, "id": 1}""");

        await using QmpClient client = await connecting;
        Assert.True(client.OutOfBandEnabled);
        Assert.Equal("7.2.22", client.Greeting.Version.ToString());
        Assert.Equal("Debian", client.Greeting.Version.Package);
        Assert.Equal(["oob"], client.Greeting.Capabilities);
    }

    [Theory]
    [InlineData(Greetings.WithoutOutOfBand, QmpOutOfBandMode.WhenOffered)]
    [InlineData(Greetings.Qemu72, QmpOutOfBandMode.Never)]
    public async Task Negotiation_WithNothingToEnable_SendsNoArguments(string greeting, QmpOutOfBandMode mode)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, new() { OutOfBand = mode });
        await peer.SendAsync(greeting);
        Assert.Equal("""{"execute":"qmp_capabilities","id":1}""", await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 1}""");

        await using QmpClient client = await connecting;
        Assert.False(client.OutOfBandEnabled);
        await Assert.ThrowsAsync<QmpNotSupportedException>(() => client.ExecuteRawOutOfBandAsync("query-yank"));
    }

    [Fact]
    public async Task Connect_WhenRequiredOutOfBandIsNotOffered_Throws()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            peer.ClientStream,
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        await peer.SendAsync(Greetings.WithoutOutOfBand);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
        Assert.Contains("x-oob=on", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithEventsDuringHandshake_Succeeds()
    {
        const string Event = """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}""";
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Event);
        await peer.SendAsync(Greetings.Qemu72);
        string request = await peer.ReceiveAsync();
        await peer.SendAsync(Event);
        await peer.ReplyAsync(request);
        await using QmpClient client = await connecting;
    }

    [Fact]
    public async Task Connect_WithoutGreeting_ThrowsTimeout()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("0.05 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_OverUncancellableStream_StillTimesOut() =>
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient
                .ConnectAsync(
                    FaultyStream.CreateUnresponsive(),
                    new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) }
                )
                .WaitAsync(WaitTimeout)
        );

    [Fact]
    public async Task Connect_WhenCanceled_ClosesTheStream()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        using CancellationTokenSource cancel = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await Assert.ThrowsAsync<EndOfStreamException>(peer.ReceiveAsync);
    }

    [Fact]
    public async Task Connect_WhenNegotiationFails_ThrowsWithQemusError()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Greetings.Qemu72);
        await peer.ReceiveAsync();
        await peer.SendAsync("""{"error": {"class": "GenericError", "desc": "Invalid parameter 'oob'"}}""");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
        Assert.IsType<QmpCommandException>(e.GetBaseException());
    }

    [Fact]
    public async Task Connect_ToHumanMonitor_Throws()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync("QEMU 7.2.22 monitor - type 'help' for more information");
        await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);
    }

    [Theory]
    [InlineData("""{"QMP": {"capabilities": []}}""")]
    [InlineData("""{"QMP": {"version": {"qemu": {"major": "7", "minor": 2, "micro": 0}}}}""")]
    [InlineData("""{"QMP" [1]}""")]
    public async Task Connect_WithMalformedGreeting_ThrowsProtocolError(string greeting)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(greeting);
        await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);
    }

    [Fact]
    public async Task Connect_WithHugeGreeting_Throws()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task connecting = QmpClient.ConnectAsync(peer.ClientStream);
        string capabilities = string.Join(',', Enumerable.Repeat("\"oob\"", 20_000));
        await peer.SendAsync(Greetings.Qemu72.Replace("\"oob\"", capabilities, StringComparison.Ordinal));
        QmpMessageTooLargeException e = await Assert.ThrowsAsync<QmpMessageTooLargeException>(() =>
            connecting.WaitAsync(WaitTimeout)
        );
        Assert.Equal(64 * 1024, e.Limit);
        Assert.Contains("greeting", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WhenPeerClosesBeforeGreeting_Throws()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
    }

    [Theory]
    [InlineData(2, 12, 0, QmpOutOfBandDialect.ControlField)]
    [InlineData(2, 12, 50, QmpOutOfBandDialect.ControlField)]
    [InlineData(2, 12, 90, QmpOutOfBandDialect.ExecOob)]
    [InlineData(3, 0, 0, QmpOutOfBandDialect.ExecOob)]
    [InlineData(11, 1, 0, QmpOutOfBandDialect.ExecOob)]
    public void OutOfBandDialect_OfQemuVersion_IsKnown(int major, int minor, int micro, QmpOutOfBandDialect dialect) =>
        Assert.Equal(dialect, MonitorDialect.GetOutOfBandDialect(new QmpVersion(major, minor, micro, "")));
}
