using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class CallTimeoutTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallTimeout_WithoutReply_EndsCallAndKeepsConnection(bool byOption)
    {
        QmpClientOptions options = new() { CallTimeout = byOption ? s_short : Timeout.InfiniteTimeSpan };
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: options with
            {
                EventBufferCapacity = 8,
            }
        );
        Task slow = byOption
            ? peer.Client.ExecuteRawAsync("slow")
            : peer.Client.ExecuteRawAsync("slow", null, new QmpCallOptions { Timeout = s_short });
        ReceivedRequest late = await peer.ExpectAsync("slow");
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => slow.WaitAsync(WaitTimeout));
        Assert.Contains("0.5 s", e.Message, StringComparison.Ordinal);
        Assert.Contains("'slow'", e.Message, StringComparison.Ordinal);

        Task<QmpValue> next = peer.Client.ExecuteRawAsync("next", null, new QmpCallOptions { Timeout = WaitTimeout });
        ReceivedRequest request = await peer.ExpectAsync("next");
        await peer.ReplyAsync(late, "1");
        await peer.ReplyAsync(request, "2");
        Assert.Equal(2, (await next.WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task CallTimeout_DuringNegotiation_DoesNotApply()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            peer.ClientStream,
            new QmpClientOptions { CallTimeout = s_short }
        );
        await peer.SendAsync(Greetings.Qemu72);
        ReceivedRequest request = await peer.ExpectAsync("qmp_capabilities");
        await Task.Delay(2 * s_short);
        await peer.ReplyAsync(request);
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task CallTimeout_WhileQueued_SendsNothing()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        List<Task> eight = [.. Enumerable.Range(0, 8).Select(_ => peer.Client.ExecuteRawAsync("busy"))];
        Task ninth = peer.Client.ExecuteRawAsync("ninth", null, new QmpCallOptions { Timeout = s_short });
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => ninth.WaitAsync(WaitTimeout));
        Assert.Contains("'ninth'", e.Message, StringComparison.Ordinal);
        Assert.Matches(@"\b8\b", e.Message);

        for (int i = 0; i < 8; i++)
        {
            await peer.ReplyAsync(await peer.ExpectAsync("busy"));
        }

        await Task.WhenAll(eight).WaitAsync(WaitTimeout);
        Task<QmpValue> last = peer.Client.ExecuteRawAsync("last");
        await peer.ReplyAsync(await peer.ExpectAsync("last"));
        await last.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task CallTimeout_UntilLateReply_KeepsTheWindowSlot()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        List<Task> eight =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ => peer.Client.ExecuteRawAsync("busy", null, new QmpCallOptions { Timeout = s_short })),
        ];
        List<ReceivedRequest> requests = [];
        while (requests.Count < 8)
        {
            requests.Add(await peer.ExpectAsync("busy"));
        }

        await Task.WhenAll(
            eight.Select(call => Assert.ThrowsAsync<QmpTimeoutException>(() => call.WaitAsync(WaitTimeout)))
        );
        Task<string> received = peer.ReceiveAsync();
        Task<QmpValue> next = peer.Client.ExecuteRawAsync("next");
        Task passing = peer.Client.ExecuteRawOutOfBandAsync("query-yank");
        ReceivedRequest yank = ReceivedRequest.Parse(await received.WaitAsync(WaitTimeout));
        Assert.Equal("query-yank", yank.Command);
        await peer.ReplyAsync(yank);
        await passing.WaitAsync(WaitTimeout);
        await peer.ReplyAsync(requests[3]);
        await peer.ReplyAsync(await peer.ExpectAsync("next"));
        await next.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task WriteTimeout_WhenPeerDoesNotRead_EndsTheConnection()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            Greetings.WithoutOutOfBand,
            new QmpClientOptions { WriteTimeout = TimeSpan.FromMilliseconds(200) }
        );
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        List<Task> calls = [.. Enumerable.Range(0, 4).Select(_ => peer.Client.ExecuteRawAsync("large", large))];
        QmpException cause = Assert.IsType<QmpConnectionException>(await peer.Client.Closed.WaitAsync(WaitTimeout));
        Assert.IsType<QmpTimeoutException>(cause.InnerException);
        Assert.Contains("0.2 s", cause.Message, StringComparison.Ordinal);
        Assert.Contains("'large'", cause.Message, StringComparison.Ordinal);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        }
    }

    [Fact]
    public async Task WriteTimeout_OfSeveralRequests_ReportsTheirNumber()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            Greetings.WithoutOutOfBand,
            new QmpClientOptions { WriteTimeout = TimeSpan.FromSeconds(2) }
        );
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        List<Task> calls =
        [
            peer.Client.ExecuteRawAsync("large", large),
            peer.Client.ExecuteRawAsync("small"),
            peer.Client.ExecuteRawAsync("large", large),
        ];
        await peer.ExpectAsync("large");
        QmpException cause = Assert.IsType<QmpConnectionException>(await peer.Client.Closed.WaitAsync(WaitTimeout));
        Assert.StartsWith("The requests 'small' and 1 more were not written", cause.Message, StringComparison.Ordinal);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        }
    }

    [Fact]
    public async Task CallTimeout_BehindBlockedWrite_EndsTheCall()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
        JsonElement large = JsonElement.Parse($$"""{"text": "{{new string('x', 1 << 20)}}"}""");
        Task<QmpValue> first = peer.Client.ExecuteRawAsync("large", large);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            peer.Client.ExecuteRawAsync("query", null, new QmpCallOptions { Timeout = s_short }).WaitAsync(WaitTimeout)
        );
        await peer.ReplyAsync(await peer.ExpectAsync("large"));
        await first.WaitAsync(WaitTimeout);
    }
}
