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
        Assert.NotNull((await stop.WithinAsync(TimeSpan.Zero)).Timestamp);
        await resume.WithinAsync(TimeSpan.Zero);
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
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint, new() { OutOfBand = QmpOutOfBandMode.Required });
        Assert.Equal(JsonValueKind.Array, (await client.ExecuteRawOutOfBandAsync("query-yank")).ValueKind);
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawOutOfBandAsync("query-status"));
    }

    [QemuFact]
    public async Task A_hundred_calls_at_once_are_all_answered()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? client.ExecuteRawOutOfBandAsync("query-yank") : client.ExecuteRawAsync("query-status")))
            .WaitAsync(s_limit);
    }

    [QemuFact]
    public async Task A_second_client_is_told_why_it_hears_nothing()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient first = await QmpClient.ConnectAsync(qemu.Endpoint);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(
            () => QmpClient.ConnectAsync(qemu.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) }));
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
    public async Task A_killed_QEMU_ends_every_pending_call()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Task blocked = await BlockAsync(qemu, client);
        Task[] pending = [blocked, .. Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("query-status"))];
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        qemu.Kill();
        foreach (Task call in pending)
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_limit));

        await client.Closed.WaitAsync(s_limit);
    }

    [QemuFact]
    public async Task Out_of_band_passes_a_blocked_main_loop_however_many_calls_wait()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Task blocked = await BlockAsync(qemu, client);
        Task<JsonElement>[] queued = [.. Enumerable.Range(0, 30).Select(_ => client.ExecuteRawAsync("query-name"))];
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawOutOfBandAsync("migrate-pause").WaitAsync(s_limit));
        Assert.DoesNotContain(queued, call => call.IsCompleted);

        await File.WriteAllTextAsync(Path.Combine(qemu.Directory, "fifo"), "");
        await Task.WhenAll([blocked, .. queued]).WaitAsync(s_limit);
    }

    /// <summary>QEMU's own way to block its main thread: a configuration file that is a FIFO nobody writes to.</summary>
    private static async Task<Task> BlockAsync(RealQemu qemu, QmpClient client)
    {
        string fifo = Path.Combine(qemu.Directory, "fifo");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [fifo]))
            await make.WaitForExitAsync();

        QmpValue path = fifo;
        return client.ExecuteRawAsync("blockdev-add", JsonElement.Parse(
            $$$"""{"driver": "blkdebug", "node-name": "n0", "config": {{{path}}}, "image": {"driver": "null-co", "read-zeroes": true}}"""));
    }
}
