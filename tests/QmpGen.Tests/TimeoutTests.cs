using System.Text.Json;
using Xunit;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_takes_too_long_ends_and_the_connection_goes_on(bool byOption)
    {
        QmpClientOptions options = new() { CallTimeout = byOption ? s_short : Timeout.InfiniteTimeSpan };
        var (peer, client) = await ConnectAsync(options: options with { EventBufferCapacity = 8 });
        await using (peer)
        await using (client)
        {
            Task slow = byOption
                ? client.ExecuteRawAsync("slow")
                : client.ExecuteRawAsync("slow", null, new QmpCallOptions { Timeout = s_short });
            Request late = await peer.ExpectAsync("slow");
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => slow.WaitAsync(Patience));
            Assert.Contains("Waited 0.5 s for the answer to 'slow'", e.Message, StringComparison.Ordinal);
            Assert.Contains("may still execute it", e.Message, StringComparison.Ordinal);
            Assert.Contains("usual causes", e.Message, StringComparison.Ordinal);

            Task<JsonElement> next = client.ExecuteRawAsync("next", null, new QmpCallOptions { Timeout = Patience });
            Request request = await peer.ExpectAsync("next");
            await peer.AnswerAsync(late, "1");
            await peer.AnswerAsync(request, "2");
            Assert.Equal(2, (await next.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task The_limit_of_calls_is_not_that_of_the_negotiation()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            peer.ClientStream,
            new QmpClientOptions { CallTimeout = s_short }
        );
        await peer.SendAsync(Qemu72);
        Request request = await peer.ExpectAsync("qmp_capabilities");
        await Task.Delay(2 * s_short);
        await peer.AnswerAsync(request);
        await using QmpClient client = await connecting.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_call_that_waits_for_its_turn_for_too_long_is_never_sent_and_says_what_it_waited_for()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            List<Task> eight = [.. Enumerable.Range(0, 8).Select(_ => client.ExecuteRawAsync("busy"))];
            Task ninth = client.ExecuteRawAsync("ninth", null, new QmpCallOptions { Timeout = s_short });
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => ninth.WaitAsync(Patience));
            Assert.Contains(
                "The request has not left and will not: 8 others are in flight",
                e.Message,
                StringComparison.Ordinal
            );

            for (int i = 0; i < 8; i++)
            {
                await peer.AnswerAsync(await peer.ExpectAsync("busy"));
            }

            await Task.WhenAll(eight).WaitAsync(Patience);
            Task<JsonElement> last = client.ExecuteRawAsync("last");
            await peer.AnswerAsync(await peer.ExpectAsync("last"));
            await last.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_place_of_a_call_that_took_too_long_comes_back_with_its_answer()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            List<Task> eight =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(_ => client.ExecuteRawAsync("busy", null, new QmpCallOptions { Timeout = s_short })),
            ];
            List<Request> requests = [];
            while (requests.Count < 8)
            {
                requests.Add(await peer.ExpectAsync("busy"));
            }

            await Task.WhenAll(
                eight.Select(call => Assert.ThrowsAsync<QmpTimeoutException>(() => call.WaitAsync(Patience)))
            );
            Task<string> received = peer.ReceiveAsync();
            Task<JsonElement> next = client.ExecuteRawAsync("next");
            Task passing = client.ExecuteRawOutOfBandAsync("query-yank");
            Request yank = Request.Read(await received.WaitAsync(Patience));
            Assert.Equal("query-yank", yank.Command);
            await peer.AnswerAsync(yank);
            await passing.WaitAsync(Patience);
            await peer.AnswerAsync(requests[3]);
            await peer.AnswerAsync(await peer.ExpectAsync("next"));
            await next.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_peer_that_does_not_read_ends_the_connection_after_the_time_for_writing()
    {
        var (peer, client) = await ConnectAsync(
            ScriptedPeer.NoOob,
            new QmpClientOptions { WriteTimeout = TimeSpan.FromMilliseconds(200) }
        );
        await using (peer)
        await using (client)
        {
            JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
            List<Task> calls = [.. Enumerable.Range(0, 4).Select(_ => client.ExecuteRawAsync("large", large))];
            QmpException cause = Assert.IsType<QmpConnectionException>(await client.Closed.WaitAsync(Patience));
            Assert.IsType<QmpTimeoutException>(cause.InnerException);
            Assert.Contains(
                "Waited 0.2 s for 'large' to be written, and the peer does not read",
                cause.Message,
                StringComparison.Ordinal
            );
            foreach (Task call in calls)
            {
                await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
            }
        }
    }

    [Fact]
    public async Task A_call_behind_a_peer_that_does_not_read_ends_after_its_own_time()
    {
        var (peer, client) = await ConnectAsync(ScriptedPeer.NoOob);
        await using (peer)
        await using (client)
        {
            JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
            Task<JsonElement> first = client.ExecuteRawAsync("large", large);
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
                client.ExecuteRawAsync("query", null, new QmpCallOptions { Timeout = s_short }).WaitAsync(Patience)
            );
            Assert.Contains("QEMU does not read", e.Message, StringComparison.Ordinal);
            await peer.AnswerAsync(await peer.ExpectAsync("large"));
            await first.WaitAsync(Patience);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.MaxValue)]
    public void A_limit_that_is_none_is_refused(double milliseconds)
    {
        TimeSpan limit = milliseconds == double.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(milliseconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { CallTimeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { WriteTimeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { ConnectTimeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpCallOptions { Timeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpReconnectPolicy { FirstDelay = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpReconnectPolicy { MaxDelay = limit });
    }
}
