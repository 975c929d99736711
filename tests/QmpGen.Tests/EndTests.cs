using System.Text.Json;
using Xunit;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>How connections end.</summary>
public sealed class EndTests
{
    [Fact]
    public async Task What_was_answered_before_the_peer_closed_is_not_lost_to_a_request_that_could_not_be_written()
    {
        await using ScriptedPeer peer = await CreateAsync();
        BreakingStream stream = new(peer.ClientStream);
        await using QmpClient client = await peer.NegotiateAsync(QmpClient.ConnectAsync(stream), Qemu72);
        Task<JsonElement> answered = client.ExecuteRawAsync("query");
        Request request = await peer.ExpectAsync("query");
        stream.Break();
        await peer.AnswerAsync(request, "3");
        peer.Close();
        Task late = client.ExecuteRawAsync("late");
        Assert.Equal(3, (await answered.WaitAsync(Patience)).GetInt32());
        await Assert.ThrowsAsync<QmpConnectionException>(() => late.WaitAsync(Patience));
    }

    [Fact]
    public async Task Disposing_finishes_the_request_that_is_being_written()
    {
        var (peer, client) = await ConnectAsync(options: new() { OutOfBand = QmpOutOfBandMode.Never });
        await using (peer)
        {
            // More than a socket holds, so that it is still being written when the client is disposed.
            JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
            Task call = client.ExecuteRawAsync("large", large);
            Task disposed = client.DisposeAsync().AsTask();
            await Task.Delay(100);
            Request request = await peer.ExpectAsync("large");
            Assert.EndsWith("}", request.Line, StringComparison.Ordinal);
            await disposed.WaitAsync(Patience);
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
            Assert.Null(await client.Closed);
        }
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_peer_that_does_not_read()
    {
        var (peer, client) = await ConnectAsync(options: new() { OutOfBand = QmpOutOfBandMode.Never });
        await using (peer)
        {
            JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
            Task call = client.ExecuteRawAsync("large", large);
            await client.DisposeAsync().AsTask().WaitAsync(Patience);
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task A_stream_with_limits_of_its_own_is_not_taken_for_a_peer_that_does_not_read()
    {
        await using ScriptedPeer peer = await CreateAsync();
        BreakingStream stream = new(peer.ClientStream, new TimeoutException("the stream's own limit"));
        await using QmpClient client = await peer.NegotiateAsync(QmpClient.ConnectAsync(stream), Qemu72);
        stream.Break();
        await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("query").WaitAsync(Patience));
        Assert.Contains(
            "lost while a request was sent: the stream's own limit",
            (await client.Closed)!.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_quit_that_could_not_be_written_has_not_succeeded()
    {
        var (peer, client) = await ConnectAsync(options: new() { WriteTimeout = TimeSpan.FromMilliseconds(100) });
        await using (peer)
        await using (client)
        {
            JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
            await Assert.ThrowsAsync<QmpConnectionException>(() =>
                client.ExecuteRawAsync("quit", large).WaitAsync(Patience)
            );
        }
    }

    [Fact]
    public async Task A_quit_has_not_succeeded_where_the_peer_lives_on()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> quit = client.ExecuteRawAsync("quit");
            await peer.ExpectAsync("quit");
            await peer.SendAsync(Qemu72);
            await Assert.ThrowsAsync<QmpConnectionException>(() => quit.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task An_endpoint_that_cannot_tell_why_leaves_no_call_waiting()
    {
        await using ScriptedPeer peer = await CreateAsync();
        await using QmpClient client = await peer.NegotiateAsync(
            QmpClient.ConnectAsync(new TalkingEndpoint(peer.ClientStream, fails: true)),
            Qemu72
        );
        Task<JsonElement> call = client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_peer_that_greets_again_has_forgotten_the_session()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            await peer.ExpectAsync("query");
            await peer.SendAsync(Qemu72);
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
            Assert.Contains("greeted again", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_peer_that_greets_again_while_it_starts_is_connected_to_again()
    {
        await using ScriptedPeer starting = await CreateAsync();
        await using ScriptedPeer started = await CreateAsync();
        Queue<ScriptedPeer> peers = new([starting, started]);
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            QmpEndpoint.Create("a starting QEMU", _ => new(peers.Dequeue().ClientStream))
        );
        await starting.SendAsync(Qemu72);
        await starting.ExpectAsync("qmp_capabilities");
        await starting.SendAsync(Qemu72);
        await using QmpClient client = await started.NegotiateAsync(connecting, Qemu72);
        Assert.Equal(QmpConnectionState.Connected, client.State);
    }

    [Fact]
    public async Task The_endpoint_adds_what_it_knows_of_the_end()
    {
        await using ScriptedPeer peer = await CreateAsync();
        await using QmpClient client = await peer.NegotiateAsync(
            QmpClient.ConnectAsync(new TalkingEndpoint(peer.ClientStream)),
            Qemu72
        );
        peer.Close();
        Assert.Equal(
            "The peer closed the connection. It was the cat.",
            (await client.Closed.WaitAsync(Patience))!.Message
        );
    }

    [Fact]
    public async Task The_state_goes_from_connected_to_closed()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        {
            Assert.Equal(QmpConnectionState.Connected, client.State);
            Assert.True(client.WaitUntilConnectedAsync().IsCompletedSuccessfully);
            Assert.False(client.Closed.IsCompleted);
            await client.DisposeAsync();
            Assert.Equal(QmpConnectionState.Closed, client.State);
            await Assert.ThrowsAsync<QmpConnectionException>(() => client.WaitUntilConnectedAsync());
        }
    }

    private sealed class TalkingEndpoint(Stream stream, bool fails = false) : QmpEndpoint
    {
        public override string ToString() => "a peer that talks";

        internal override ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken) =>
            new(stream);

        internal override ValueTask<string?> ExplainEndAsync() =>
            fails ? throw new IOException("no cat to be found") : new("It was the cat.");
    }

    /// <summary>Once broken, it takes nothing more, and gives what has come only after that was tried.</summary>
    private sealed class BreakingStream(Stream inner, Exception? failure = null) : RelayStream(inner)
    {
        private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _broken;

        public void Break() => _broken = true;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            int count = await base.ReadAsync(buffer, cancellationToken);
            if (_broken)
            {
                await _tried.Task.WaitAsync(cancellationToken);
            }

            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_broken)
            {
                return base.WriteAsync(buffer, cancellationToken);
            }

            _tried.TrySetResult();
            return ValueTask.FromException(failure ?? new IOException("Broken pipe"));
        }
    }
}
