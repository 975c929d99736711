using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>QEMU's own test of out-of-band execution, against a real QEMU whose main thread is blocked.</summary>
public sealed class QemuOutOfBandTests
{
    private const string OutOfBand = """{"exec-oob":"migrate-pause","id":"oob"}""";

    [QemuFact]
    public async Task With_eight_requests_unanswered_QEMU_executes_out_of_band_and_answers_the_others_in_order()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiatedAsync(qemu, "\"oob\"");
        MainLoopBlock block = await SendBlockAsync(qemu, monitor, behind: 7);
        Assert.StartsWith("""{"id": "oob", "error": {""", await monitor.AskAsync(OutOfBand), StringComparison.Ordinal);

        await block.ReleaseAsync();
        for (int id = 0; id <= 7; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await monitor.ReadAsync());
        }
    }

    /// <summary>The fact that the client's window is built on.</summary>
    [QemuFact]
    public async Task With_nine_requests_unanswered_QEMU_reads_no_further_and_out_of_band_is_stuck_behind_them()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiatedAsync(qemu, "\"oob\"");
        MainLoopBlock block = await SendBlockAsync(qemu, monitor, behind: 8);
        await monitor.SendAsync(OutOfBand);
        Task<string?> first = monitor.ReadAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(TimeSpan.FromMilliseconds(500)));

        await block.ReleaseAsync();
        List<string?> answers = [await first];
        for (int i = 0; i < 9; i++)
        {
            answers.Add(await monitor.ReadAsync());
        }

        Assert.Equal("""{"return": {}, "id": 0}""", answers[0]);
        Assert.Single(answers, answer => answer!.StartsWith("""{"id": "oob", "error": {""", StringComparison.Ordinal));
    }

    [QemuFact]
    public Task With_eight_calls_outstanding_an_out_of_band_call_is_answered() => AssertPassesAsync(behind: 7);

    [QemuFact]
    public Task With_twenty_queued_behind_the_block_an_out_of_band_call_is_answered() => AssertPassesAsync(behind: 20);

    [QemuFact]
    public async Task With_the_twenty_cancelled_the_window_is_still_right_afterwards()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        (RequestTap requests, QmpClient client) = await RequestTap.ConnectAsync(qemu);
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(
                qemu,
                requests,
                client,
                behind: 20,
                cancel.Token
            );
            await cancel.CancelAsync();
            foreach (Task call in queued)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
            }

            await AssertGoesOnAsync(qemu, requests, client, block);
            await blocked.WaitAsync(Patience);
        }
    }

    [QemuFact]
    public async Task With_the_blocked_call_cancelled_too_the_window_is_still_right_afterwards()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        (RequestTap requests, QmpClient client) = await RequestTap.ConnectAsync(qemu);
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(
                qemu,
                requests,
                client,
                behind: 7,
                cancel.Token,
                blockToken: cancel.Token
            );
            await cancel.CancelAsync();
            foreach (Task call in queued.Append(blocked))
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
            }

            await AssertGoesOnAsync(qemu, requests, client, block);
        }
    }

    private static async Task AssertPassesAsync(int behind)
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        (RequestTap requests, QmpClient client) = await RequestTap.ConnectAsync(qemu);
        await using (client)
        {
            (MainLoopBlock block, Task blocked, Task[] queued) = await BlockAsync(
                qemu,
                requests,
                client,
                behind,
                default
            );
            await block.ReleaseAsync();
            await Task.WhenAll([blocked, .. queued]).WaitAsync(Patience);
        }
    }

    /// <summary>Blocks QEMU, calls behind that, and demands that eight are sent, the others held back, and an
    /// out-of-band call is answered.</summary>
    private static async Task<(MainLoopBlock Block, Task Blocked, Task[] Queued)> BlockAsync(
        RealQemu qemu,
        RequestTap requests,
        QmpClient client,
        int behind,
        CancellationToken token,
        CancellationToken blockToken = default
    )
    {
        MainLoopBlock block = await MainLoopBlock.CreateAsync(qemu);
        Task blocked = client.ExecuteRawAsync(MainLoopBlock.Command, block.Arguments, blockToken);
        Task[] queued =
        [
            .. Enumerable.Range(0, behind).Select(_ => client.ExecuteRawAsync("query-name", cancellationToken: token)),
        ];
        Assert.Equal(MainLoopBlock.Command, (await requests.NextAsync()).Command);
        for (int i = 1; i < 8; i++)
        {
            Assert.Equal("query-name", (await requests.NextAsync()).Command);
        }

        await AssertOnlyOutOfBandPassesAsync(requests, client);
        Assert.DoesNotContain(queued.Append(blocked), call => call.IsCompleted);
        return (block, blocked, queued);
    }

    private static async Task AssertOnlyOutOfBandPassesAsync(RequestTap requests, QmpClient client)
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawOutOfBandAsync("migrate-pause").WaitAsync(Patience)
        );
        Assert.Equal(("migrate-pause", "GenericError"), (e.Command, e.ErrorClass));
        Assert.True((await requests.NextAsync()).OutOfBand);
        Assert.True(requests.IsEmpty);
    }

    /// <summary>All places are taken by calls that nobody waits for. Demands that new calls wait for their answers and
    /// no longer.</summary>
    private static async Task AssertGoesOnAsync(
        RealQemu qemu,
        RequestTap requests,
        QmpClient client,
        MainLoopBlock block
    )
    {
        Task<JsonElement>[] waiting = [.. Enumerable.Range(0, 12).Select(_ => client.ExecuteRawAsync("query-status"))];
        await AssertOnlyOutOfBandPassesAsync(requests, client);
        await block.ReleaseAsync();
        foreach (Task<JsonElement> call in waiting)
        {
            Assert.True((await call.WaitAsync(Patience)).TryGetProperty("running", out _));
            Assert.Equal("query-status", (await requests.NextAsync()).Command);
        }

        (MainLoopBlock second, Task blocked, Task[] queued) = await BlockAsync(
            qemu,
            requests,
            client,
            behind: 20,
            default
        );
        await second.ReleaseAsync();
        await Task.WhenAll([blocked, .. queued]).WaitAsync(Patience);
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
