using System.Text.Json;
using System.Threading.Channels;
using Xunit;

namespace QmpGen.Tests;

public sealed class ReconnectTests
{
    private static readonly QmpReconnectPolicy s_quick = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(5),
    };

    [Fact]
    public async Task A_lost_connection_is_made_again_negotiates_and_serves_new_calls()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        await using (client)
        {
            Assert.Equal(["oob"], client.Capabilities);
            Task<JsonElement> pending = client.ExecuteRawAsync("query");
            await first.ExpectAsync("query");
            first.Close();
            QmpConnectionException lost = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                pending.WaitAsync(ScriptedPeer.Patience)
            );
            Assert.Contains("'query' was not answered", lost.Message, StringComparison.Ordinal);

            ScriptedPeer second = await line.AnswerAsync(ScriptedPeer.NoOob);
            await client.WaitUntilConnectedAsync().WaitAsync(ScriptedPeer.Patience);
            Assert.Equal(QmpConnectionState.Connected, client.State);
            Assert.Empty(client.Capabilities);
            Assert.Equal(5, client.Greeting.Version.Minor);
            Assert.False(client.Closed.IsCompleted);

            Task<JsonElement> call = client.ExecuteRawAsync("query");
            await second.AnswerAsync(await second.ExpectAsync("query"), "7");
            Assert.Equal(7, (await call.WaitAsync(ScriptedPeer.Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task Whoever_is_told_of_a_lost_call_finds_the_state_so()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(
            new QmpClientOptions { OutOfBand = QmpOutOfBandMode.Never, Reconnect = s_quick }
        );
        await using (client)
        {
            Task<bool>[] calls = [.. Enumerable.Range(0, 200).Select(_ => ReadyAfterFailureAsync(client))];
            await first.ExpectAsync("query");
            first.Close();
            Assert.DoesNotContain(true, await Task.WhenAll(calls).WaitAsync(ScriptedPeer.Patience));
        }

        static async Task<bool> ReadyAfterFailureAsync(QmpClient client)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("query"));
            return client.State == QmpConnectionState.Connected || client.WaitUntilConnectedAsync().IsCompleted;
        }
    }

    [Fact]
    public async Task While_it_is_made_again_calls_fail_at_once_with_the_cause()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        await using (client)
        {
            using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
            first.Close();
            await lost.WaitAsync(ScriptedPeer.Patience);
            Assert.Equal(QmpConnectionState.Reconnecting, client.State);
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                call.WaitAsync(ScriptedPeer.Patience)
            );
            Assert.Contains("closed the connection", e.Message, StringComparison.Ordinal);
            Assert.False(client.WaitUntilConnectedAsync().IsCompleted);
        }
    }

    [Fact]
    public async Task Subscriptions_live_on_and_are_told_where_events_may_be_missing()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        await using (client)
        {
            using QmpSubscription<QmpEvent> all = client.Events.ReadAllAsync();
            using QmpSubscription<QmpUnknownEvent> unknown = client.Subscribe<QmpUnknownEvent>();
            await first.SendAsync("""{"event": "BEFORE"}""");
            first.Close();
            ScriptedPeer second = await line.AnswerAsync(ScriptedPeer.Qemu72);
            await second.SendAsync("""{"event": "AFTER"}""");
            await client.WaitUntilConnectedAsync().WaitAsync(ScriptedPeer.Patience);
            await TypedPeer.RoundTripAsync(second, client);
            await client.DisposeAsync();

            Assert.Equal((1, 1), (all.Interruptions, unknown.Interruptions));
            Assert.Equal(
                ["BEFORE", "The peer closed the connection.", "AFTER"],
                (await TypedPeer.TakeAsync(all)).Select(e =>
                    e is QmpInterruptedEvent interrupted ? interrupted.Cause.Message : ((QmpUnknownEvent)e).WireName
                )
            );
            Assert.Equal(["BEFORE", "AFTER"], (await TypedPeer.TakeAsync(unknown)).Select(e => e.WireName));
        }
    }

    [Fact]
    public async Task Without_a_policy_the_connection_stays_lost()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions());
        await using (client)
        {
            first.Close();
            QmpException? cause = await client.Closed.WaitAsync(ScriptedPeer.Patience);
            Assert.IsType<QmpConnectionException>(cause);
            Assert.Equal(QmpConnectionState.Closed, client.State);
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                client.WaitUntilConnectedAsync()
            );
            Assert.Same(cause, e.InnerException);
        }
    }

    [Fact]
    public async Task After_quit_it_is_not_made_again()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        await using (client)
        {
            Task<JsonElement> quit = client.ExecuteRawAsync("quit");
            await first.ExpectAsync("quit");
            first.Close();
            await quit.WaitAsync(ScriptedPeer.Patience);
            await client.Closed.WaitAsync(ScriptedPeer.Patience);
            Assert.Equal(1, line.Connections);
        }
    }

    [Fact]
    public async Task After_a_quit_that_was_refused_it_is_made_again()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        await using (client)
        {
            Task<JsonElement> quit = client.ExecuteRawAsync("quit");
            ScriptedPeer.Request request = await first.ExpectAsync("quit");
            await first.SendAsync(
                $$$"""{"error": {"class": "GenericError", "desc": "not now"}, "id": {{{request.Id}}}}"""
            );
            await Assert.ThrowsAsync<QmpCommandException>(() => quit.WaitAsync(ScriptedPeer.Patience));
            first.Close();
            await line.AnswerAsync(ScriptedPeer.Qemu72);
            await client.WaitUntilConnectedAsync().WaitAsync(ScriptedPeer.Patience);
        }
    }

    [Fact]
    public async Task It_gives_up_in_the_end_with_the_cause_of_the_loss()
    {
        await using Line line = new();
        QmpReconnectPolicy policy = s_quick with { GiveUpAfter = TimeSpan.FromSeconds(1) };
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = policy });
        await using (client)
        {
            line.Refuses = true;
            first.Close();
            QmpException? cause = await client.Closed.WaitAsync(ScriptedPeer.Patience);
            Assert.Contains("closed the connection", cause!.Message, StringComparison.Ordinal);
            Assert.True(line.Connections > 2, "It tried more than once.");
        }
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(5, 1600)]
    [InlineData(8, 10_000)]
    [InlineData(5000, 10_000)]
    public void The_delay_doubles_up_to_its_limit(int attempt, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new QmpReconnectPolicy().DelayBefore(attempt));

    [Fact]
    public async Task Disposing_ends_the_attempts()
    {
        await using Line line = new();
        var (first, client) = await line.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        first.Close();
        await lost.WaitAsync(ScriptedPeer.Patience);
        await client.DisposeAsync().AsTask().WaitAsync(ScriptedPeer.Patience);
        Assert.Null(await client.Closed);
        Assert.Equal(QmpConnectionState.Closed, client.State);
        int made = line.Connections;
        await Assert.ThrowsAsync<QmpConnectionException>(() => client.WaitUntilConnectedAsync());
        Assert.Equal(made, line.Connections);
    }

    [Fact]
    public async Task A_stream_cannot_be_connected_to_again_which_is_told_before_it_is_touched()
    {
        using MemoryStream stream = new();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() =>
            QmpClient.ConnectAsync(stream, new QmpClientOptions { Reconnect = s_quick })
        );
        Assert.Contains("a stream cannot", e.Message, StringComparison.Ordinal);
        Assert.True(stream.CanRead);
    }

    /// <summary>An endpoint behind which a new peer stands each time.</summary>
    private sealed class Line : IAsyncDisposable
    {
        private readonly Channel<ScriptedPeer> _peers = Channel.CreateUnbounded<ScriptedPeer>();
        private readonly List<ScriptedPeer> _all = [];
        private int _connections;

        public int Connections => Volatile.Read(ref _connections);

        public bool Refuses { get; set; }

        public async Task<(ScriptedPeer Peer, QmpClient Client)> ConnectAsync(QmpClientOptions options)
        {
            Task<QmpClient> connecting = QmpClient.ConnectAsync(QmpEndpoint.Create("the line", OpenAsync), options);
            ScriptedPeer peer = await _peers.Reader.ReadAsync();
            return (peer, await peer.NegotiateAsync(connecting, ScriptedPeer.Qemu72));
        }

        /// <summary>Greets the next connection and negotiates with it.</summary>
        public async Task<ScriptedPeer> AnswerAsync(string greeting)
        {
            ScriptedPeer peer = await _peers.Reader.ReadAsync().AsTask().WaitAsync(ScriptedPeer.Patience);
            await peer.SendAsync(greeting);
            await peer.AnswerAsync(await peer.ReceiveAsync());
            return peer;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (ScriptedPeer peer in _all)
            {
                await peer.DisposeAsync();
            }
        }

        private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _connections);
            if (Refuses)
            {
                throw new IOException("nobody there");
            }

            ScriptedPeer peer = await ScriptedPeer.CreateAsync();
            _all.Add(peer);
            await _peers.Writer.WriteAsync(peer, cancellationToken);
            return peer.ClientStream;
        }
    }
}
