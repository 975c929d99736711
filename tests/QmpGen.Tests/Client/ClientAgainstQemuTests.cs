using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class ClientAgainstQemuTests
{
    [QemuFact]
    public async Task Events_OfStopAndCont_AreReceived()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Assert.InRange(client.Greeting.Version.Major, 2, 99);

        QmpValue version = await client.ExecuteRawAsync("query-version");
        Assert.Equal(client.Greeting.Version.Micro, version["qemu"]["micro"].GetInt64());

        using QmpExpectation<QmpUnknownEvent> stop = client.Expect<QmpUnknownEvent>(e => e.WireName == "STOP");
        using QmpExpectation<QmpUnknownEvent> resume = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        await client.ExecuteRawAsync("stop");
        await client.ExecuteRawAsync("cont");

        // QEMU sends an event before the reply to the command, so both have been received.
        Assert.NotNull((await stop.WaitAsync(TimeSpan.Zero)).Timestamp);
        await resume.WaitAsync(TimeSpan.Zero);
    }

    [QemuFact]
    public async Task QueryQmpSchema_OfRealQemu_IsReadCompletely()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Assert.InRange((await client.ExecuteRawAsync("query-qmp-schema")).Count, 500, 5000);
    }

    [QemuFact]
    public async Task OutOfBandCall_OfUnsupportedCommand_Throws()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(
            qemu.Endpoint,
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        Assert.Equal(JsonValueKind.Array, (await client.ExecuteRawOutOfBandAsync("query-yank")).Kind);
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawOutOfBandAsync("query-status"));
    }

    [QemuFact]
    public async Task Calls_WhenAHundredAreConcurrent_AllSucceed()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await Task.WhenAll(
                Enumerable
                    .Range(0, 100)
                    .Select(i =>
                        i % 4 == 0
                            ? client.ExecuteRawOutOfBandAsync("query-yank")
                            : client.ExecuteRawAsync("query-status")
                    )
            )
            .WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Connect_WhileAnotherClientIsServed_ThrowsTimeout()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient first = await QmpClient.ConnectAsync(qemu.Endpoint);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(qemu.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
    }

    [QemuFact]
    public async Task Quit_OfRealQemu_SucceedsAndEndsTheConnection()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await client.ExecuteRawAsync("quit").WaitAsync(WaitTimeout);
        await client.Closed.WaitAsync(WaitTimeout);
        await qemu.WaitForExitAsync();
    }

    [QemuFact]
    public async Task PendingCalls_WhenQemuIsKilled_ThrowWithinASecond()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        MainLoopBlock block = await MainLoopBlock.CreateAsync(qemu);
        Task[] pending =
        [
            client.ExecuteRawAsync(MainLoopBlock.Command, block.Arguments),
            .. Enumerable.Range(1, 99).Select(_ => client.ExecuteRawAsync("query-status")),
        ];
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(WaitTimeout);
        Assert.DoesNotContain(pending, call => call.IsCompleted);

        qemu.Kill();
        QmpConnectionException[] failures = await Task.WhenAll(
                pending.Select(call => Assert.ThrowsAsync<QmpConnectionException>(() => call))
            )
            .WaitAsync(TimeSpan.FromSeconds(1));
        Exception cause = Assert.IsType<QmpConnectionException>(failures[0].InnerException);
        Assert.All(failures, e => Assert.Same(cause, e.InnerException));
        Assert.Contains($"'{MainLoopBlock.Command}'", failures[0].Message, StringComparison.Ordinal);
        Assert.Contains("'query-status'", failures[99].Message, StringComparison.Ordinal);
        await client.Closed.WaitAsync(WaitTimeout);
    }
}
