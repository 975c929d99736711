using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>The end of a connection.</summary>
public sealed class ConnectionEndTests
{
    [Fact]
    public async Task Reply_ReceivedBeforeFailedWrite_CompletesItsCall()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        FaultyStream stream = new(peer.ClientStream);
        await using QmpClient client = await peer.NegotiateAsync(QmpClient.ConnectAsync(stream), Greetings.Qemu72);
        Task<QmpValue> call = client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        stream.FailWrites();
        await peer.ReplyAsync(request, "3");
        peer.Close();
        Task late = client.ExecuteRawAsync("late");
        Assert.Equal(3, (await call.WaitAsync(WaitTimeout)).GetInt64());
        await Assert.ThrowsAsync<QmpConnectionException>(() => late.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Dispose_DuringWrite_CompletesTheRequest()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { OutOfBand = QmpOutOfBandMode.Never }
        );

        // More than a socket buffers, so that the write is not complete when the client is disposed.
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        Task call = peer.Client.ExecuteRawAsync("large", large);
        Task disposed = peer.Client.DisposeAsync().AsTask();
        await Task.Delay(100);
        ReceivedRequest request = await peer.ExpectAsync("large");
        Assert.EndsWith("}", request.Line, StringComparison.Ordinal);
        await disposed.WaitAsync(WaitTimeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        Assert.Null(await peer.Client.Closed);
    }

    [Fact]
    public async Task Dispose_WhenPeerDoesNotRead_ReturnsInTime()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { OutOfBand = QmpOutOfBandMode.Never }
        );
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        Task call = peer.Client.ExecuteRawAsync("large", large);
        await peer.Client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Write_WhenStreamTimesOut_ReportsTheStreamsException()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        FaultyStream stream = new(peer.ClientStream);
        TimeoutException failure = new("the stream's own timeout");
        await using QmpClient client = await peer.NegotiateAsync(QmpClient.ConnectAsync(stream), Greetings.Qemu72);
        stream.FailWrites(failure);
        await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("query").WaitAsync(WaitTimeout));
        QmpException? cause = await client.Closed;
        Assert.Same(failure, Assert.IsType<QmpConnectionException>(cause).InnerException);
        Assert.Contains(failure.Message, cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quit_WhenNotWritten_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { WriteTimeout = TimeSpan.FromMilliseconds(100) }
        );
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            peer.Client.ExecuteRawAsync("quit", large).WaitAsync(WaitTimeout)
        );
    }

    [Fact]
    public async Task Quit_WhenPeerBreaksProtocol_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> quit = peer.Client.ExecuteRawAsync("quit");
        await peer.ExpectAsync("quit");
        await peer.SendAsync(Greetings.Qemu72);
        await Assert.ThrowsAsync<QmpConnectionException>(() => quit.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Call_WhenEndpointFailsToExplainTheEnd_StillEnds()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        await using QmpClient client = await peer.NegotiateAsync(
            QmpClient.ConnectAsync(new ExplainingEndpoint(peer.ClientStream, fails: true)),
            Greetings.Qemu72
        );
        Task<QmpValue> call = client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Call_WhenPeerGreetsAgain_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync(Greetings.Qemu72);
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Connect_WhenStartingPeerGreetsTwice_Retries()
    {
        await using ScriptedPeer starting = ScriptedPeer.Create();
        await using ScriptedPeer started = ScriptedPeer.Create();
        Queue<ScriptedPeer> peers = new([starting, started]);
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            QmpEndpoint.Create("a starting QEMU", _ => new(peers.Dequeue().ClientStream))
        );
        await starting.SendAsync(Greetings.Qemu72);
        await starting.ExpectAsync("qmp_capabilities");
        await starting.SendAsync(Greetings.Qemu72);
        await using QmpClient client = await started.NegotiateAsync(connecting, Greetings.Qemu72);
        Assert.Equal(QmpConnectionState.Connected, client.State);
    }

    [Fact]
    public async Task Closed_WhenEndpointExplainsTheEnd_IncludesTheExplanation()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        await using QmpClient client = await peer.NegotiateAsync(
            QmpClient.ConnectAsync(new ExplainingEndpoint(peer.ClientStream)),
            Greetings.Qemu72
        );
        peer.Close();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.EndsWith(ExplainingEndpoint.Explanation, cause!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_AfterDispose_IsClosed()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Assert.Equal(QmpConnectionState.Connected, peer.Client.State);
        Assert.True(peer.Client.WaitUntilConnectedAsync().IsCompletedSuccessfully);
        Assert.False(peer.Client.Closed.IsCompleted);
        await peer.Client.DisposeAsync();
        Assert.Equal(QmpConnectionState.Closed, peer.Client.State);
        await Assert.ThrowsAsync<QmpConnectionException>(() => peer.Client.WaitUntilConnectedAsync());
    }

    private sealed class ExplainingEndpoint(Stream stream, bool fails = false) : QmpEndpoint
    {
        public const string Explanation = "The process was killed.";

        public override string ToString() => "an explaining endpoint";

        internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken) =>
            new(stream);

        internal override ValueTask<string?> ExplainEndAsync() =>
            fails ? throw new IOException("no explanation") : new(Explanation);
    }
}
