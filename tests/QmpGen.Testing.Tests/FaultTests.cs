using System.Diagnostics;
using System.Text;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>What goes wrong on demand, and that the client's call ends all the same.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly QmpCallOptions s_short = new() { Timeout = TimeSpan.FromMilliseconds(200) };

    private readonly QmpTestServer _server = QmpTestServer
        .Start(Dump.Qemu72)
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
    public async Task A_connection_is_closed_after_so_many_bytes(long bytes)
    {
        _server.Inject(QmpTestFault.CloseAfter(bytes));

        await Assert.ThrowsAsync<QmpConnectionException>(() => _vm.StopAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_message_is_cut_in_half()
    {
        _server.Inject(QmpTestFault.HalfMessage);

        await Assert.ThrowsAsync<QmpConnectionException>(() => _vm.StopAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task Garbage_ends_the_connection_as_a_breach_of_the_protocol()
    {
        _server.Inject(QmpTestFault.Garbage(Encoding.UTF8.GetBytes("{]\r\n")));

        await Assert.ThrowsAnyAsync<QmpException>(() => _vm.StopAsync().WaitAsync(s_limit));
        await _vm.Closed.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Silence_ends_with_the_time_of_the_call_and_can_be_ended_before()
    {
        _server.Inject(QmpTestFault.Silence);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            _vm.ExecuteAsync(new StopCommand(), s_short).WaitAsync(s_limit)
        );

        _server.Inject(QmpTestFault.None);
        await _vm.ContAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_slow_drip_is_read_to_its_end()
    {
        _server.Inject(QmpTestFault.Drip(TimeSpan.FromMilliseconds(5)));
        Stopwatch time = Stopwatch.StartNew();

        await _vm.StopAsync().WaitAsync(s_limit);

        Assert.True(
            time.ElapsedMilliseconds > 100,
            $"An answer of more than twenty bytes took {time.ElapsedMilliseconds} ms."
        );
    }

    [Fact]
    public async Task Answers_are_changed_and_events_are_not()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        _server.Inject(QmpTestFault.AnswersTwice);
        Assert.Equal("""{"return": {}, "id": 1}""", await client.AskAsync("""{"execute": "stop", "id": 1}"""));
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadAsync());

        _server.Inject(QmpTestFault.WrongIds);
        Assert.Equal(
            """{"return":{},"id":"the id of nobody"}""",
            await client.AskAsync("""{"execute": "stop", "id": 2}""")
        );
        await _server.SendAsync(new ResumeEvent());
        Assert.DoesNotContain("nobody", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_answer_is_changed_too()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { CheckAnswers = false }
        );
        server.On("qom-get", _ => QmpValue.Parse(deep));
        await using WireClient client = await WireClient.ConnectAsync(server);
        server.Inject(QmpTestFault.WrongIds);

        string? answer = await client.AskAsync(
            """{"execute": "qom-get", "arguments": {"path": "a", "property": "b"}, "id": 1}"""
        );

        Assert.Equal($$"""{"return":{{deep}},"id":"the id of nobody"}""", answer);
    }

    [Fact]
    public async Task An_answer_that_comes_twice_is_taken_once()
    {
        _server.Inject(QmpTestFault.AnswersTwice);

        await _vm.StopAsync().WaitAsync(s_limit);
        await _vm.ContAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task An_answer_with_the_id_of_nobody_answers_nothing()
    {
        _server.Inject(QmpTestFault.WrongIds);

        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            _vm.ExecuteAsync(new StopCommand(), s_short).WaitAsync(s_limit)
        );
    }

    [Fact]
    public async Task A_flood_of_events_does_not_keep_an_answer_from_its_call()
    {
        for (int i = 0; i < 20_000; i++)
        {
            await _server.SendAsync(new ResumeEvent());
        }

        await _vm.StopAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_flood_of_events_on_demand_comes_before_every_answer_and_the_subscriber_is_told_what_it_lost()
    {
        using QmpSubscription<ResumeEvent> resumed = _vm.Subscribe<ResumeEvent>();
        _server.Inject(QmpTestFault.EventFlood("RESUME", 3000));

        await _vm.StopAsync().WaitAsync(s_limit);

        Assert.Equal(3000 - QmpClientOptions.Default.EventBufferCapacity, resumed.Dropped);
        Assert.Throws<ArgumentOutOfRangeException>(() => QmpTestFault.EventFlood("RESUME", -1));
    }
}
