using System.Diagnostics;
using System.Text;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Injected faults, which must not leave a call of the client pending.</summary>
public sealed class FaultInjectionTests : IAsyncLifetime
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly QmpCallOptions s_shortCall = new() { Timeout = TimeSpan.FromMilliseconds(200) };

    private readonly QmpTestServer _server = QmpTestServer
        .Start(SchemaDumps.Qemu72)
        .On((StopCommand _) => { })
        .On((ContCommand _) => { });
    private QemuClient _vm = null!;

    public async Task InitializeAsync() => _vm = await QemuClient.ConnectAsync(_server.Endpoint);

    public async Task DisposeAsync()
    {
        await _vm.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task CloseAfter_DuringCall_EndsConnection(long bytes)
    {
        _server.Inject(QmpTestFault.CloseAfter(bytes));

        await Assert.ThrowsAsync<QmpConnectionException>(() => _vm.StopAsync().WaitAsync(s_timeout));
    }

    [Fact]
    public async Task HalfMessage_DuringCall_EndsConnection()
    {
        _server.Inject(QmpTestFault.HalfMessage);

        await Assert.ThrowsAsync<QmpConnectionException>(() => _vm.StopAsync().WaitAsync(s_timeout));
    }

    [Fact]
    public async Task SendGarbage_DuringCall_EndsConnection()
    {
        _server.Inject(QmpTestFault.SendGarbage(Encoding.UTF8.GetBytes("{]\r\n")));

        await Assert.ThrowsAnyAsync<QmpException>(() => _vm.StopAsync().WaitAsync(s_timeout));
        await _vm.Closed.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Silence_DuringCall_TimesOutAndCanBeEnded()
    {
        _server.Inject(QmpTestFault.Silence);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            _vm.ExecuteAsync(new StopCommand(), s_shortCall).WaitAsync(s_timeout)
        );

        _server.Inject(QmpTestFault.None);
        await _vm.ContAsync().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task SendSlowly_DuringCall_CompletesCall()
    {
        _server.Inject(QmpTestFault.SendSlowly(TimeSpan.FromMilliseconds(5)));
        Stopwatch time = Stopwatch.StartNew();

        await _vm.StopAsync().WaitAsync(s_timeout);

        Assert.True(
            time.ElapsedMilliseconds > 100,
            $"A response of more than 20 bytes took only {time.ElapsedMilliseconds} ms."
        );
    }

    [Fact]
    public async Task ReplyFault_WithRepliesAndEvents_ChangesOnlyReplies()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        _server.Inject(QmpTestFault.DuplicateReplies);
        Assert.Equal("""{"return": {}, "id": 1}""", await client.CallAsync("""{"execute": "stop", "id": 1}"""));
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadLineAsync());

        _server.Inject(QmpTestFault.WrongIds);
        Assert.Equal("""{"return":{},"id":"unknown-id"}""", await client.CallAsync("""{"execute": "stop", "id": 2}"""));
        await _server.SendAsync(new ResumeEvent());
        Assert.DoesNotContain("unknown-id", await client.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongIds_WithDeeplyNestedReply_ChangesId()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { CheckResults = false }
        );
        server.On("qom-get", _ => QmpValue.Parse(deep));
        await using WireClient client = await WireClient.ConnectAsync(server);
        server.Inject(QmpTestFault.WrongIds);

        string? response = await client.CallAsync(
            """{"execute": "qom-get", "arguments": {"path": "a", "property": "b"}, "id": 1}"""
        );

        Assert.Equal($$"""{"return":{{deep}},"id":"unknown-id"}""", response);
    }

    [Fact]
    public async Task DuplicateReplies_DuringCalls_CompleteEachCallOnce()
    {
        _server.Inject(QmpTestFault.DuplicateReplies);

        await _vm.StopAsync().WaitAsync(s_timeout);
        await _vm.ContAsync().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task WrongIds_DuringCall_CompleteNoCall()
    {
        _server.Inject(QmpTestFault.WrongIds);

        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            _vm.ExecuteAsync(new StopCommand(), s_shortCall).WaitAsync(s_timeout)
        );
    }

    [Fact]
    public async Task Call_AfterManyEvents_Completes()
    {
        for (int i = 0; i < 20_000; i++)
        {
            await _server.SendAsync(new ResumeEvent());
        }

        await _vm.StopAsync().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task FloodEvents_DuringCall_CompletesCallAndCountsDroppedEvents()
    {
        using QmpSubscription<ResumeEvent> resumed = _vm.Subscribe<ResumeEvent>();
        _server.Inject(QmpTestFault.FloodEvents("RESUME", 3000));

        await _vm.StopAsync().WaitAsync(s_timeout);

        Assert.Equal(3000 - QmpClientOptions.Default.EventBufferCapacity, resumed.Dropped);
        Assert.Throws<ArgumentOutOfRangeException>(() => QmpTestFault.FloodEvents("RESUME", -1));
    }
}
