using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>A test decides when calls are answered, and in which order.</summary>
public sealed class HoldTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Calls_of_two_clients_are_answered_in_the_order_of_their_release()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On((StopCommand _) => { });
        await using QemuClient one = await QemuClient.ConnectAsync(server.Endpoint);
        await using QemuClient two = await QemuClient.ConnectAsync(server.Endpoint);
        using QmpTestHold hold = server.Hold<StopCommand>();
        Task first = one.StopAsync();
        QmpTestHeldCall held = await hold.NextAsync().WaitAsync(s_limit);
        Task second = two.StopAsync();
        (await hold.NextAsync().WaitAsync(s_limit)).Release();

        await second.WaitAsync(s_limit);
        Assert.False(first.IsCompleted);
        held.Release();
        await first.WaitAsync(s_limit);
    }

    [Fact]
    public async Task An_out_of_band_call_passes_one_that_is_held_and_an_in_band_one_does_not()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On((StopCommand _) => { }).On((ContCommand _) => { }).On("query-yank", _ => QmpValue.Parse("[]"));
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        using QmpTestHold hold = server.Hold("stop");
        Task stop = vm.StopAsync();
        Task cont = vm.ContAsync();
        Assert.Equal("stop", (await hold.NextAsync().WaitAsync(s_limit)).Call.Command);
        await vm.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        Assert.False(cont.IsCompleted);

        hold.Dispose();
        await Task.WhenAll(stop, cont).WaitAsync(s_limit);
        await vm.StopAsync().WaitAsync(s_limit);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => hold.NextAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_wait_of_a_held_call()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On((StopCommand _) => { });
        using QmpTestHold hold = server.Hold<StopCommand>();
        await using (QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint))
        {
            Task stop = vm.StopAsync();
            await hold.NextAsync().WaitAsync(s_limit);
            await vm.DisposeAsync();
            await Assert.ThrowsAsync<QmpConnectionException>(() => stop.WaitAsync(s_limit));
        }
    }

    [Fact]
    public async Task Nothing_is_no_answer_where_the_schema_promises_data()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On("query-status", _ => null);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => vm.QueryStatusAsync());
        Assert.Equal("""The answer that On("query-status", ...) gave is empty, and the schema promises data: return them, or throw QmpTestErrorException""", e.Description);
    }
}
