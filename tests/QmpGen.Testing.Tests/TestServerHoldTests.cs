using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Holds, with which a test controls the order of calls.</summary>
public sealed class TestServerHoldTests : IAsyncLifetime
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly QmpTestServer _server = QmpTestServer
        .Start(SchemaDumps.Qemu72)
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
    public async Task OutOfBandCall_WhileInBandIsHeld_Completes()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>();
        Task stopping = _vm.StopAsync();
        Task behind = _vm.ContAsync();
        Assert.Equal("stop", (await stop.WaitForCallAsync()).Command);

        await _vm.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_timeout);

        Assert.False(stopping.IsCompleted || behind.IsCompleted);
        stop.Release();
        await Task.WhenAll(stopping, behind).WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Call_BehindHeldOutOfBandCommand_IsNotRead()
    {
        using QmpTestHold yank = _server.Hold("query-yank");
        using QmpTestHold stop = _server.Hold<StopCommand>();
        Task yanking = _vm.ExecuteRawOutOfBandAsync("query-yank");
        await yank.WaitForCallAsync();

        // As in QEMU, the loop that reads requests executes out-of-band commands, so it does not read any further.
        Task stopping = _vm.StopAsync();
        await Assert.ThrowsAsync<QmpTestExpectationException>(() =>
            stop.WaitForCallAsync(TimeSpan.FromMilliseconds(100))
        );
        yank.Release();
        await yanking.WaitAsync(s_timeout);
        await stop.WaitForCallAsync();
        stop.Release();
        await stopping.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Sessions_WithSeparateHolds_CompleteInAnyOrder()
    {
        await using QemuClient other = await QemuClient.ConnectAsync(_server.Endpoint);
        using QmpTestHold first = _server.Hold<DeviceDelCommand>(c => c.Id == "a");
        using QmpTestHold second = _server.Hold<DeviceDelCommand>(c => c.Id == "b");
        Task a = _vm.DeviceDelAsync("a");
        Task b = other.DeviceDelAsync("b");
        Assert.Equal("a", (await first.WaitForCallAsync()).Arguments.GetProperty("id").GetString());
        await second.WaitForCallAsync();

        second.Release();
        await b.WaitAsync(s_timeout);
        Assert.False(a.IsCompleted);
        first.Release();
        await a.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Command_WithTwoHolds_RunsWhenBothAreReleased()
    {
        QmpTestHold one = _server.Hold("stop");
        using QmpTestHold two = _server.Hold("stop");
        Task stopping = _vm.StopAsync();
        await one.WaitForCallAsync();
        one.Release();
        one.Dispose();
        await two.WaitForCallAsync();
        Assert.False(stopping.IsCompleted);
        two.Release();
        await stopping.WaitAsync(s_timeout);
        await _vm.StopAsync().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task TwoHolds_OfOneCommand_BothReportItAtOnce()
    {
        using QmpTestHold one = _server.Hold<StopCommand>();
        using QmpTestHold other = _server.Hold("stop");
        Task stopping = _vm.StopAsync();

        await one.WaitForCallAsync();
        await other.WaitForCallAsync();

        one.Release();
        other.Release();
        await stopping.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task HoldPredicate_ThatThrows_CausesError()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>(_ => throw new InvalidOperationException("planted"));

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            _vm.StopAsync().WaitAsync(s_timeout)
        );

        Assert.EndsWith("InvalidOperationException: planted", e.Description, StringComparison.Ordinal);
        await _vm.ContAsync().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Negotiation_WhenHeld_DelaysConnecting()
    {
        using QmpTestHold negotiation = _server.Hold("qmp_capabilities");
        Task<QemuClient> connecting = QemuClient.ConnectAsync(_server.Endpoint);
        await negotiation.WaitForCallAsync();
        Assert.False(connecting.IsCompleted);
        negotiation.Release();
        await using QemuClient vm = await connecting.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task HeldCommand_WhenServerIsDisposed_FailsCall()
    {
        using QmpTestHold stop = _server.Hold("stop");
        Task<QmpValue> stopping = _vm.ExecuteRawAsync("stop");
        await stop.WaitForCallAsync();
        await _server.DisposeAsync().AsTask().WaitAsync(s_timeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => stopping.WaitAsync(s_timeout));
    }

    [Fact]
    public async Task WaitForCall_WithoutCall_ThrowsAfterTimeout()
    {
        using QmpTestHold stop = _server.Hold<StopCommand>();
        QmpTestExpectationException e = await Assert.ThrowsAsync<QmpTestExpectationException>(() =>
            stop.WaitForCallAsync(TimeSpan.FromMilliseconds(10))
        );
        Assert.Contains("'stop'", e.Message, StringComparison.Ordinal);
        Assert.Contains("0.01 s", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _server.Hold("no-such"));
    }
}
