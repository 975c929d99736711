using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class OutOfBandCallTests
{
    private static readonly JsonElement s_lock = JsonElement.Parse("""{"lock": false}""");

    [Theory]
    [InlineData(
        Greetings.Qemu212,
        null,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    [InlineData(Greetings.Qemu30, null, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(Greetings.Qemu72, null, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(
        Greetings.Qemu212,
        QmpOutOfBandDialect.ExecOob,
        """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}"""
    )]
    [InlineData(
        Greetings.Qemu30,
        QmpOutOfBandDialect.ControlField,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    public async Task OutOfBandCall_WithGreetingOrOption_UsesItsDialect(
        string greeting,
        QmpOutOfBandDialect? dialect,
        string expected
    )
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            greeting,
            new() { OutOfBandDialect = dialect }
        );
        Task<QmpValue> call = peer.Client.ExecuteRawOutOfBandAsync("x-oob-test", s_lock);
        Assert.Equal(expected, await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Theory]
    [InlineData(Greetings.Qemu212, """{"execute":"migrate-pause","id":2,"control":{"run-oob":true}}""")]
    [InlineData(Greetings.Qemu30, """{"exec-oob":"migrate-pause","id":2}""")]
    public async Task OutOfBandCall_WithoutArguments_SendsShortestRequest(string greeting, string expected)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(greeting);
        Task call = peer.Client.ExecuteOutOfBandAsync(new MigratePauseRequest());
        Assert.Equal(expected, await peer.ReceiveAsync());
        await peer.SendAsync("""{"return": {}, "id": 2}""");
        await call;
    }

    [Fact]
    public async Task OutOfBandCall_WithFullWindow_PassesQueuedCalls()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task[] calls = [.. Enumerable.Range(1, 9).Select(i => peer.Client.ExecuteRawAsync($"in-band-{i}"))];
        List<ReceivedRequest> sent = [];
        for (int i = 1; i <= 8; i++)
        {
            sent.Add(await peer.ExpectAsync($"in-band-{i}"));
        }

        Task passing = peer.Client.ExecuteRawOutOfBandAsync("query-yank");
        await peer.ReplyAsync(await peer.ExpectAsync("query-yank"), "[]");
        await passing;

        await peer.ReplyAsync(sent[0]);
        sent.Add(await peer.ExpectAsync("in-band-9"));
        foreach (ReceivedRequest request in sent.Skip(1))
        {
            await peer.ReplyAsync(request);
        }

        await Task.WhenAll(calls).WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task CanceledCall_UntilItsReplyComes_KeepsItsWindowSlot()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using CancellationTokenSource cancel = new();
        Task[] eight =
        [
            .. Enumerable
                .Range(1, 8)
                .Select(i => peer.Client.ExecuteRawAsync("stuck", cancellationToken: cancel.Token)),
        ];
        List<ReceivedRequest> sent = [];
        for (int i = 0; i < 8; i++)
        {
            sent.Add(await peer.ExpectAsync("stuck"));
        }

        await cancel.CancelAsync();
        foreach (Task call in eight)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Task waiting = peer.Client.ExecuteRawAsync("waiting");
        Task passing = peer.Client.ExecuteRawOutOfBandAsync("passing");
        await peer.ReplyAsync(await peer.ExpectAsync("passing"));
        await peer.ReplyAsync(sent[0]);
        await peer.ReplyAsync(await peer.ExpectAsync("waiting"));
        await Task.WhenAll(waiting, passing).WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Window_OnOlderQemu_HasSevenSlots()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            Greetings.Qemu72.Replace(
                "\"minor\": 2, \"major\": 7",
                "\"minor\": 2, \"major\": 5",
                StringComparison.Ordinal
            )
        );
        Task[] calls = [.. Enumerable.Range(0, 8).Select(_ => peer.Client.ExecuteRawAsync("busy"))];
        List<ReceivedRequest> sent = [];
        while (sent.Count < 7)
        {
            sent.Add(await peer.ExpectAsync("busy"));
        }

        Task passing = peer.Client.ExecuteRawOutOfBandAsync("migrate-pause");
        await peer.ReplyAsync(await peer.ExpectAsync("migrate-pause"));
        await passing.WaitAsync(WaitTimeout);
        foreach (ReceivedRequest request in sent)
        {
            await peer.ReplyAsync(request);
        }

        await peer.ReplyAsync(await peer.ExpectAsync("busy"));
        await Task.WhenAll(calls).WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Reply_ToUnsentCall_IsIgnored()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        List<Task<QmpValue>> calls = [.. Enumerable.Range(0, 9).Select(_ => peer.Client.ExecuteRawAsync("busy"))];
        List<ReceivedRequest> requests = [];
        while (requests.Count < 8)
        {
            requests.Add(await peer.ExpectAsync("busy"));
        }

        await peer.SendAsync($$"""{"return": "forged", "id": {{requests[7].Id + 1}}}""");
        foreach (ReceivedRequest request in requests)
        {
            await peer.ReplyAsync(request);
        }

        await peer.ReplyAsync(await peer.ExpectAsync("busy"), "9");
        Assert.Equal(9, (await calls[8].WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task QueuedCall_WhenCanceled_IsNeverSent()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task[] eight = [.. Enumerable.Range(1, 8).Select(i => peer.Client.ExecuteRawAsync("first"))];
        using CancellationTokenSource cancel = new();
        Task canceled = peer.Client.ExecuteRawAsync("canceled", cancellationToken: cancel.Token);
        Task last = peer.Client.ExecuteRawAsync("last");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        for (int i = 0; i < 8; i++)
        {
            await peer.ReplyAsync(await peer.ExpectAsync("first"));
        }

        await peer.ReplyAsync(await peer.ExpectAsync("last"));
        await Task.WhenAll([.. eight, last]).WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Window_UnderRandomCancellation_NeverExceedsEight()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Random random = new(4711);
        CancellationTokenSource[] cancels = [.. Enumerable.Range(0, 300).Select(_ => new CancellationTokenSource())];
        Task[] calls =
        [
            .. cancels.Select(cancel => peer.Client.ExecuteRawAsync("query", cancellationToken: cancel.Token)),
        ];
        Task last = peer.Client.ExecuteRawAsync("last");
        Queue<ReceivedRequest> sent = [];
        int canceled = 0;
        while (true)
        {
            foreach (int i in Enumerable.Range(0, 3))
            {
                await cancels[random.Next(cancels.Length)].CancelAsync();
            }

            ReceivedRequest request = ReceivedRequest.Parse(await peer.ReceiveAsync());
            sent.Enqueue(request);
            if (request.Command == "last")
            {
                break;
            }

            Assert.InRange(sent.Count, 1, MonitorDialect.DefaultWindow);
            if (sent.Count == MonitorDialect.DefaultWindow)
            {
                await peer.ReplyAsync(sent.Dequeue());
            }
        }

        foreach (ReceivedRequest request in sent)
        {
            await peer.ReplyAsync(request);
        }

        await last.WaitAsync(WaitTimeout);
        foreach (Task call in calls)
        {
            await call.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(WaitTimeout);
            canceled += call.IsCanceled ? 1 : 0;
        }

        Assert.InRange(canceled, 1, 299);
    }

    [Fact]
    public async Task Window_WithoutOutOfBand_IsUnlimited()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
        Task[] calls = [.. Enumerable.Range(0, 50).Select(_ => peer.Client.ExecuteRawAsync("query-status"))];
        List<ReceivedRequest> sent = [];
        for (int i = 0; i < 50; i++)
        {
            sent.Add(await peer.ExpectAsync("query-status"));
        }

        foreach (ReceivedRequest request in sent)
        {
            await peer.ReplyAsync(request);
        }

        await Task.WhenAll(calls).WaitAsync(WaitTimeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OutOfBandCall_WithFallback_IsSentInBand(bool byOption)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            Greetings.WithoutOutOfBand,
            new QmpClientOptions { InBandFallback = byOption }
        );
        Task<QmpValue> call = byOption
            ? peer.Client.ExecuteRawOutOfBandAsync("query-yank")
            : peer.Client.ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = true });
        ReceivedRequest request = await peer.ExpectAsync("query-yank");
        Assert.False(request.OutOfBand);
        await peer.ReplyAsync(request);
        await call.WaitAsync(WaitTimeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OutOfBandCall_WhenNotOffered_Throws(bool fallbackOfClient)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            Greetings.WithoutOutOfBand,
            new QmpClientOptions { InBandFallback = fallbackOfClient }
        );
        await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            peer.Client.ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = false })
        );
        await peer.AssertUsableAsync();
    }

    // QEMU 2.12 to 3.1 send the event to all monitors. The ids of two clients are often the same.
    [Fact]
    public async Task DroppedCommand_OfAnotherMonitor_IsOnlyLoggedAndPublished()
    {
        RecordingLogger log = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.Qemu212, new() { Logger = log });
        using QmpExpectation<QmpUnknownEvent> published = peer.Client.Expect<QmpUnknownEvent>();
        Task[] calls = [.. Enumerable.Range(0, 20).Select(_ => peer.Client.ExecuteRawAsync("query-status"))];
        List<ReceivedRequest> sent = [];
        for (int i = 0; i < 8; i++)
        {
            sent.Add(await peer.ExpectAsync("query-status"));
        }

        foreach (string id in sent.Select(request => $"{request.Id}").Append("""{"n": 1}"""))
        {
            await peer.SendAsync(
                $$$"""{"event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": {{{id}}}}}"""
            );
        }

        Assert.Equal("COMMAND_DROPPED", (await published.WaitAsync(WaitTimeout)).WireName);
        Assert.Contains("queue-full", await log.NextAsync(24), StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.IsCompleted);

        // The event does not free a place, so the next request is sent only after a reply.
        await peer.ReplyAsync(sent[0]);
        sent.Add(await peer.ExpectAsync("query-status"));
        Assert.Equal(9, sent.Count);
        foreach (ReceivedRequest request in sent.Skip(1))
        {
            await peer.ReplyAsync(request);
        }

        for (int i = 9; i < calls.Length; i++)
        {
            await peer.ReplyAsync(await peer.ExpectAsync("query-status"));
        }

        await Task.WhenAll(calls).WaitAsync(WaitTimeout);
    }

    private sealed record MigratePauseRequest : QmpArguments, IQmpOutOfBandCommand
    {
        string IQmpCommand.WireName => "migrate-pause";

        bool IQmpCommand.AllowOob => true;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(CodeGeneration.QmpWriter writer) => writer.WriteExtraArguments(this);
    }
}
