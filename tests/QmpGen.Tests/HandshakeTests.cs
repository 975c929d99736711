using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class HandshakeTests
{
    [Fact]
    public async Task Enables_oob_where_the_greeting_offers_it()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Qemu72);
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
    [InlineData(NoOob, QmpOutOfBandMode.WhenOffered)]
    [InlineData(Qemu72, QmpOutOfBandMode.Never)]
    public async Task Sends_no_enable_where_there_is_nothing_to_enable(string greeting, QmpOutOfBandMode mode)
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, new() { OutOfBand = mode });
        await peer.SendAsync(greeting);
        Assert.Equal("""{"execute":"qmp_capabilities","id":1}""", await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 1}""");

        await using QmpClient client = await connecting;
        Assert.False(client.OutOfBandEnabled);
        await Assert.ThrowsAsync<QmpNotSupportedException>(() => client.ExecuteRawOutOfBandAsync("query-yank"));
    }

    [Fact]
    public async Task Fails_where_oob_is_required_and_not_offered()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            peer.ClientStream,
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        await peer.SendAsync(NoOob);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
        Assert.Contains("x-oob=on", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_before_the_greeting_and_before_the_answer_do_no_harm()
    {
        const string Event = """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}""";
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Event);
        await peer.SendAsync(Qemu72);
        string request = await peer.ReceiveAsync();
        await peer.SendAsync(Event);
        await peer.AnswerAsync(request);
        await using QmpClient client = await connecting;
    }

    [Fact]
    public async Task No_greeting_in_time_names_the_usual_cause()
    {
        await using ScriptedPeer peer = await CreateAsync();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(peer.ClientStream, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("greeting", e.Message, StringComparison.Ordinal);
        Assert.Contains("another client", e.Message, StringComparison.Ordinal);
        Assert.Contains("A guest agent does not greet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_holds_for_a_stream_that_cannot_be_interrupted() =>
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient
                .ConnectAsync(new DeafStream(), new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
                .WaitAsync(Patience)
        );

    [Fact]
    public async Task Cancelling_a_connect_closes_the_stream()
    {
        await using ScriptedPeer peer = await CreateAsync();
        using CancellationTokenSource cancel = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await Assert.ThrowsAsync<EndOfStreamException>(peer.ReceiveAsync);
    }

    [Fact]
    public async Task A_refused_negotiation_is_told()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(Qemu72);
        await peer.ReceiveAsync();
        await peer.SendAsync("""{"error": {"class": "GenericError", "desc": "Invalid parameter 'oob'"}}""");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
        Assert.IsType<QmpCommandException>(e.InnerException);
    }

    [Fact]
    public async Task A_human_monitor_is_recognised()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync("QEMU 7.2.22 monitor - type 'help' for more information");
        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);
        Assert.Contains("human monitor", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"QMP": {"capabilities": []}}""")]
    [InlineData("""{"QMP": {"version": {"qemu": {"major": "7", "minor": 2, "micro": 0}}}}""")]
    [InlineData("""{"QMP" [1]}""")]
    public async Task A_malformed_greeting_is_a_breach_of_the_protocol(string greeting)
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        await peer.SendAsync(greeting);
        await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);
    }

    [Fact]
    public async Task An_end_before_the_greeting_is_told()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream);
        peer.Close();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
        Assert.Contains("greeting", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 12, 0, QmpOutOfBandDialect.ControlField)]
    [InlineData(2, 12, 50, QmpOutOfBandDialect.ControlField)]
    [InlineData(2, 12, 90, QmpOutOfBandDialect.ExecOob)]
    [InlineData(3, 0, 0, QmpOutOfBandDialect.ExecOob)]
    [InlineData(11, 1, 0, QmpOutOfBandDialect.ExecOob)]
    public void The_version_tells_the_dialect(int major, int minor, int micro, QmpOutOfBandDialect dialect) =>
        Assert.Equal(dialect, MonitorDialect.GetOutOfBandDialect(new QmpVersion(major, minor, micro, "")));
}
