using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Out-of-band execution while the main thread of a real QEMU is blocked.</summary>
public sealed class OutOfBandAgainstQemuTests
{
    private const string OutOfBand = """{"exec-oob":"migrate-pause","id":"oob"}""";

    [QemuFact]
    public async Task Qemu_WithEightPendingRequests_ExecutesOutOfBand()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiateAsync(qemu, "\"oob\"");
        MainLoopBlock block = await SendBlockAsync(qemu, monitor, behind: 7);
        Assert.StartsWith(
            """{"id": "oob", "error": {""",
            await monitor.RequestAsync(OutOfBand),
            StringComparison.Ordinal
        );

        await block.ReleaseAsync();
        for (int id = 0; id <= 7; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await monitor.ReadAsync());
        }
    }

    /// <summary>Verifies the limit behind the client's window.</summary>
    [QemuFact]
    public async Task Qemu_WithNinePendingRequests_StopsReading()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiateAsync(qemu, "\"oob\"");
        MainLoopBlock block = await SendBlockAsync(qemu, monitor, behind: 8);
        await monitor.SendAsync(OutOfBand);
        Task<string?> first = monitor.ReadAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(TimeSpan.FromMilliseconds(500)));

        await block.ReleaseAsync();
        List<string?> replies = [await first];
        for (int i = 0; i < 9; i++)
        {
            replies.Add(await monitor.ReadAsync());
        }

        Assert.Equal("""{"return": {}, "id": 0}""", replies[0]);
        Assert.Single(replies, reply => reply!.StartsWith("""{"id": "oob", "error": {""", StringComparison.Ordinal));
    }

    [QemuFact]
    public Task OutOfBandCall_WithEightPendingCalls_GetsItsReply() => AssertOutOfBandSucceedsAsync(behind: 7);

    [QemuFact]
    public Task OutOfBandCall_WithTwentyQueuedCalls_GetsItsReply() => AssertOutOfBandSucceedsAsync(behind: 20);

    [QemuFact]
    public async Task Window_AfterQueuedCallsAreCanceled_HasAllSlots()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using TappedConnection connection = await TappedConnection.CreateAsync(qemu);
        using CancellationTokenSource cancel = new();
        (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(
            qemu,
            connection,
            behind: 20,
            cancel.Token
        );
        await cancel.CancelAsync();
        foreach (Task call in queued)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(WaitTimeout));
        }

        await AssertWindowRecoversAsync(qemu, connection, block);
        await blocked.WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Window_AfterBlockedCallIsCanceled_HasAllSlots()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using TappedConnection connection = await TappedConnection.CreateAsync(qemu);
        using CancellationTokenSource cancel = new();
        (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(
            qemu,
            connection,
            behind: 7,
            cancel.Token,
            blockToken: cancel.Token
        );
        await cancel.CancelAsync();
        foreach (Task call in queued.Append(blocked))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(WaitTimeout));
        }

        await AssertWindowRecoversAsync(qemu, connection, block);
    }

    private static async Task AssertOutOfBandSucceedsAsync(int behind)
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using TappedConnection connection = await TappedConnection.CreateAsync(qemu);
        (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(qemu, connection, behind, default);
        await block.ReleaseAsync();
        await Task.WhenAll([blocked, .. queued]).WaitAsync(WaitTimeout);
    }

    /// <summary>Blocks QEMU and makes calls behind the block.</summary>
    /// <remarks>Eight requests are sent, the others are queued, and an out-of-band call succeeds.</remarks>
    private static async Task<(MainLoopBlock Block, Task Blocked, Task[] Queued)> BlockAsync(
        RealQemu qemu,
        TappedConnection connection,
        int behind,
        CancellationToken token,
        CancellationToken blockToken = default
    )
    {
        MainLoopBlock block = await MainLoopBlock.CreateAsync(qemu);
        Task blocked = connection.Client.ExecuteRawAsync(MainLoopBlock.Command, block.Arguments, blockToken);
        Task[] queued =
        [
            .. Enumerable
                .Range(0, behind)
                .Select(_ => connection.Client.ExecuteRawAsync("query-name", cancellationToken: token)),
        ];
        Assert.Equal(MainLoopBlock.Command, (await connection.NextRequestAsync()).Command);
        for (int i = 1; i < 8; i++)
        {
            Assert.Equal("query-name", (await connection.NextRequestAsync()).Command);
        }

        await AssertOnlyOutOfBandIsSentAsync(connection);
        Assert.DoesNotContain(queued.Append(blocked), call => call.IsCompleted);
        return (block, blocked, queued);
    }

    private static async Task AssertOnlyOutOfBandIsSentAsync(TappedConnection connection)
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            connection.Client.ExecuteRawOutOfBandAsync("migrate-pause").WaitAsync(WaitTimeout)
        );
        Assert.Equal(("migrate-pause", "GenericError"), (e.Command, e.ErrorClass));
        Assert.True((await connection.NextRequestAsync()).OutOfBand);
        Assert.True(connection.IsEmpty);
    }

    /// <summary>Asserts that new calls are sent once QEMU has replied to the canceled calls in all window
    /// slots.</summary>
    private static async Task AssertWindowRecoversAsync(RealQemu qemu, TappedConnection connection, MainLoopBlock block)
    {
        Task<QmpValue>[] waiting =
        [
            .. Enumerable.Range(0, 12).Select(_ => connection.Client.ExecuteRawAsync("query-status")),
        ];
        await AssertOnlyOutOfBandIsSentAsync(connection);
        await block.ReleaseAsync();
        foreach (Task<QmpValue> call in waiting)
        {
            Assert.True((await call.WaitAsync(WaitTimeout)).TryGetMember("running", out _));
            Assert.Equal("query-status", (await connection.NextRequestAsync()).Command);
        }

        (MainLoopBlock second, Task blocked, Task[] queued) = await BlockAsync(qemu, connection, behind: 20, default);
        await second.ReleaseAsync();
        await Task.WhenAll([blocked, .. queued]).WaitAsync(WaitTimeout);
    }

    private static async Task<MainLoopBlock> SendBlockAsync(RealQemu qemu, RawMonitor monitor, int behind)
    {
        MainLoopBlock block = await MainLoopBlock.CreateAsync(qemu);
        await monitor.SendAsync($$"""{"execute":"{{MainLoopBlock.Command}}","arguments":{{block.Arguments}},"id":0}""");
        for (int id = 1; id <= behind; id++)
        {
            await monitor.SendAsync($$"""{"execute":"query-name","id":{{id}}}""");
        }

        return block;
    }
}
