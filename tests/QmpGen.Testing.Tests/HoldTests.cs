using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>A test decides in which order calls in flight are answered.</summary>
public sealed class HoldTests : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly QmpTestServer _server = QmpTestServer
        .Start(Dump.Qemu72)
        .On((StopCommand _) => { })
        .On((ContCommand _) => { })
        .On((DeviceDelCommand _) => { })
        .On("query-yank", _ => QmpValue.Parse("[]"));

    private QemuClient _vm = null!;

    public async Task InitializeAsync() => _vm = await QemuClient.ConnectAsync(_server.Endpoint);

    public async Task DisposeAsync()
    {
        await _vm.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_out_of_band_answer_overtakes_a_command_that_is_held()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>();
        Task stopping = _vm.StopAsync();
        Task behind = _vm.ContAsync();
        Assert.Equal("stop", (await stop.ReceivedAsync()).Command);

        await _vm.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);

        Assert.False(stopping.IsCompleted || behind.IsCompleted);
        stop.Release();
        await Task.WhenAll(stopping, behind).WaitAsync(s_limit);
    }

    [Fact]
    public async Task What_comes_behind_an_out_of_band_command_that_is_held_is_not_read()
    {
        using QmpTestHold yank = _server.Hold("query-yank");
        using QmpTestHold stop = _server.Hold<StopCommand>();
        Task yanking = _vm.ExecuteRawOutOfBandAsync("query-yank");
        await yank.ReceivedAsync();

        // Out-of-band commands are executed where requests are read, as in QEMU: what comes behind them is not read
        // yet.
        Task stopping = _vm.StopAsync();
        await Assert.ThrowsAsync<QmpTestExpectationException>(() => stop.ReceivedAsync(TimeSpan.FromMilliseconds(100)));
        yank.Release();
        await yanking.WaitAsync(s_limit);
        await stop.ReceivedAsync();
        stop.Release();
        await stopping.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Sessions_are_answered_in_the_order_that_the_test_wants()
    {
        await using QemuClient other = await QemuClient.ConnectAsync(_server.Endpoint);
        using QmpTestHold first = _server.Hold<DeviceDelCommand>(c => c.Id == "a");
        using QmpTestHold second = _server.Hold<DeviceDelCommand>(c => c.Id == "b");
        Task a = _vm.DeviceDelAsync("a");
        Task b = other.DeviceDelAsync("b");
        Assert.Equal("a", (await first.ReceivedAsync()).Arguments.GetProperty("id").GetString());
        await second.ReceivedAsync();

        second.Release();
        await b.WaitAsync(s_limit);
        Assert.False(a.IsCompleted);
        first.Release();
        await a.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Several_holds_of_a_command_have_all_to_let_it_go_and_then_hold_no_more()
    {
        QmpTestHold one = _server.Hold("stop");
        using QmpTestHold two = _server.Hold("stop");
        Task stopping = _vm.StopAsync();
        await one.ReceivedAsync();
        one.Release();
        one.Dispose();
        await two.ReceivedAsync();
        Assert.False(stopping.IsCompleted);
        two.Release();
        await stopping.WaitAsync(s_limit);
        await _vm.StopAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task Each_of_several_holds_is_told_of_a_command_at_once()
    {
        using QmpTestHold one = _server.Hold<StopCommand>();
        using QmpTestHold other = _server.Hold("stop");
        Task stopping = _vm.StopAsync();

        await one.ReceivedAsync();
        await other.ReceivedAsync();

        one.Release();
        other.Release();
        await stopping.WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_condition_that_throws_is_told_in_the_answer_and_the_session_goes_on()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>(_ => throw new InvalidOperationException("no idea"));

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => _vm.StopAsync().WaitAsync(s_limit));

        Assert.Equal("The condition of a Hold of 'stop' threw InvalidOperationException: no idea", e.Description);
        await _vm.ContAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task The_negotiation_can_be_held()
    {
        using QmpTestHold negotiation = _server.Hold("qmp_capabilities");
        Task<QemuClient> connecting = QemuClient.ConnectAsync(_server.Endpoint);
        await negotiation.ReceivedAsync();
        Assert.False(connecting.IsCompleted);
        negotiation.Release();
        await using QemuClient vm = await connecting.WaitAsync(s_limit);
    }

    [Fact]
    public async Task What_is_held_goes_with_its_session_and_its_server()
    {
        using QmpTestHold stop = _server.Hold("stop");
        Task<JsonElement> stopping = _vm.ExecuteRawAsync("stop");
        await stop.ReceivedAsync();
        await _server.DisposeAsync().AsTask().WaitAsync(s_limit);
        await Assert.ThrowsAsync<QmpConnectionException>(() => stopping.WaitAsync(s_limit));
    }

    [Fact]
    public async Task What_does_not_come_is_told_and_what_cannot_come_is_refused()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>();
        QmpTestExpectationException e = await Assert.ThrowsAsync<QmpTestExpectationException>(() =>
            stop.ReceivedAsync(TimeSpan.FromMilliseconds(10))
        );
        Assert.StartsWith("No stop was held within 0.01 s", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _server.Hold("no-such"));
    }
}
