using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class CallCompletionTests
{
    [Fact]
    public async Task Call_WhenRepliesComeInReverseOrder_GetsItsOwnReply()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
        Task<QmpValue>[] calls = [.. Enumerable.Range(0, 100).Select(i => peer.Client.ExecuteRawAsync($"query-{i}"))];
        Stack<(ReceivedRequest Request, int Number)> sent = [];
        for (int i = 0; i < calls.Length; i++)
        {
            sent.Push((await peer.ExpectAsync($"query-{i}"), i));
        }

        foreach ((ReceivedRequest request, int number) in sent)
        {
            await peer.ReplyAsync(request, $"{number}");
        }

        QmpValue[] replies = await Task.WhenAll(calls).WaitAsync(WaitTimeout);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), replies.Select(reply => reply.GetInt64()));
    }

    [Fact]
    public async Task Call_FromManyThreads_GetsItsOwnReply()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task replying = Task.Run(async () =>
        {
            for (int i = 0; i < 800; i++)
            {
                ReceivedRequest request = ReceivedRequest.Parse(await peer.ReceiveAsync());
                await peer.ReplyAsync(request, $"\"{request.Command}\"");
            }
        });
        await Parallel.ForAsync(
            0,
            800,
            async (i, token) =>
                Assert.Equal(
                    $"query-{i}",
                    (await peer.Client.ExecuteRawAsync($"query-{i}", cancellationToken: token)).GetString()
                )
        );
        await replying;
    }

    [Fact]
    public async Task Reply_WithUnknownId_IsIgnored()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.SendAsync("""{"return": "other", "id": 4711}""");
        await peer.SendAsync("""{"return": "other", "id": "2"}""");
        await peer.ReplyAsync(request, "\"own\"");
        Assert.Equal("own", (await call).GetString());
    }

    [Fact]
    public async Task Call_WhenPeerReportsError_ThrowsWithClassAndDescription()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task call = peer.Client.ExecuteRawAsync("device_del", JsonElement.Parse("""{"id": "nope"}"""));
        ReceivedRequest request = await peer.ExpectAsync("device_del");
        await peer.SendAsync(
            $$$"""{"id": {{{request.Id}}}, "error": {"class": "DeviceNotFound", "desc": "Device 'nope' not found"}}"""
        );
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call);
        Assert.Equal(
            ("device_del", "DeviceNotFound", "Device 'nope' not found"),
            (e.Command, e.ErrorClass, e.Description)
        );
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task CanceledCall_WhenReplyIsLate_LeavesConnectionUsable()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using CancellationTokenSource cancel = new();
        Task call = peer.Client.ExecuteRawAsync("slow", cancellationToken: cancel.Token);
        ReceivedRequest slow = await peer.ExpectAsync("slow");
        await cancel.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, e.CancellationToken);
        await peer.ReplyAsync(slow);
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task Call_WithCanceledToken_SendsNothing()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            peer.Client.ExecuteRawAsync("never", cancellationToken: new CancellationToken(true))
        );
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task Call_WhenConnectionIsLost_ThrowsWithTheCause()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task[] calls = [.. Enumerable.Range(1, 10).Select(i => peer.Client.ExecuteRawAsync($"query-{i}"))];
        for (int i = 1; i <= 8; i++)
        {
            await peer.ExpectAsync($"query-{i}");
        }

        Assert.False(peer.Client.Closed.IsCompleted);
        peer.Close();
        foreach (Task call in calls)
        {
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                call.WaitAsync(WaitTimeout)
            );
            Assert.Same(await peer.Client.Closed, e.InnerException);
        }

        await peer.Client.Closed.WaitAsync(WaitTimeout);
        QmpConnectionException later = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            peer.Client.ExecuteRawAsync("later")
        );
        Assert.Same(await peer.Client.Closed, later.InnerException);
    }

    [Fact]
    public async Task Dispose_WithPendingCall_EndsTheCall()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.Client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
        await peer.Client.DisposeAsync();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call);
        await Assert.ThrowsAsync<QmpConnectionException>(() => peer.Client.ExecuteRawAsync("later"));
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        Assert.Null(await peer.Client.Closed);
    }

    [Fact]
    public async Task Quit_WhenPeerClosesWithoutReply_Succeeds()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task quit = peer.Client.ExecuteRawAsync("quit");
        Task other = peer.Client.ExecuteRawAsync("query-status");
        await peer.ExpectAsync("quit");
        await peer.ExpectAsync("query-status");
        peer.Close();
        await quit.WaitAsync(WaitTimeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => other);
    }

    [Fact]
    public async Task UnknownMessage_WithoutCallId_IsIgnored()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        await peer.SendAsync("""{"news": {"return": 1}}""");
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task Reply_WithoutReturnOrError_FailsItsCall()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task call = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.SendAsync($$"""{"result": {}, "id": {{request.Id}}}""");
        await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
        await peer.AssertUsableAsync();
    }
}
