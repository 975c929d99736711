using System.Text.Json;

namespace QmpGen.Tests;

public sealed class RealQemuTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task Connects_asks_and_is_told_of_stop_and_cont()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Assert.InRange(client.Greeting.Version.Major, 2, 99);

        JsonElement version = await client.ExecuteRawAsync("query-version");
        Assert.Equal(client.Greeting.Version.Micro, version.GetProperty("qemu").GetProperty("micro").GetInt32());

        using QmpExpectation<QmpUnknownEvent> stop = client.Expect<QmpUnknownEvent>(e => e.WireName == "STOP");
        using QmpExpectation<QmpUnknownEvent> resume = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        await client.ExecuteRawAsync("stop");
        await client.ExecuteRawAsync("cont");

        // The event comes before the command's own answer, so both are here already.
        Assert.NotNull((await stop.WaitAsync(TimeSpan.Zero)).Timestamp);
        await resume.WaitAsync(TimeSpan.Zero);
    }

    [QemuFact]
    public async Task Reads_the_whole_schema()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Assert.InRange((await client.ExecuteRawAsync("query-qmp-schema")).GetArrayLength(), 500, 5000);
    }

    [QemuFact]
    public async Task Executes_out_of_band_and_refuses_what_may_not_be()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(
            qemu.Endpoint,
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        Assert.Equal(JsonValueKind.Array, (await client.ExecuteRawOutOfBandAsync("query-yank")).ValueKind);
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawOutOfBandAsync("query-status"));
    }

    [QemuFact]
    public async Task A_hundred_calls_at_once_are_all_answered()
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
            .WaitAsync(s_limit);
    }

    [QemuFact]
    public async Task A_second_client_is_told_why_it_hears_nothing()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient first = await QmpClient.ConnectAsync(qemu.Endpoint);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(qemu.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
        Assert.Contains("another client", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Quit_succeeds_and_the_connection_ends()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await client.ExecuteRawAsync("quit").WaitAsync(s_limit);
        await client.Closed.WaitAsync(s_limit);
        await qemu.WaitForExitAsync();
    }

    [QemuFact]
    public async Task A_killed_QEMU_ends_a_hundred_pending_calls_within_a_second_and_each_is_told_the_cause()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        MainLoopBlock block = await MainLoopBlock.CreateAsync(qemu);
        Task[] pending =
        [
            client.ExecuteRawAsync(MainLoopBlock.Command, block.Arguments),
            .. Enumerable.Range(1, 99).Select(_ => client.ExecuteRawAsync("query-status")),
        ];
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        Assert.DoesNotContain(pending, call => call.IsCompleted);

        qemu.Kill();
        QmpConnectionException[] told = await Task.WhenAll(
                pending.Select(call => Assert.ThrowsAsync<QmpConnectionException>(() => call))
            )
            .WaitAsync(TimeSpan.FromSeconds(1));
        Exception cause = Assert.IsType<QmpConnectionException>(told[0].InnerException);
        Assert.All(told, e => Assert.Same(cause, e.InnerException));
        Assert.Equal($"'{MainLoopBlock.Command}' was not answered: {cause.Message}", told[0].Message);
        Assert.Equal($"'query-status' was not sent: {cause.Message}", told[99].Message);
        await client.Closed.WaitAsync(s_limit);
    }
}
