using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>The server with the records of bindings that were made for both directions.</summary>
public sealed class TypedTests : IAsyncLifetime
{
    private readonly QmpTestServer _server = QmpTestServer.Start(Dump.Qemu72);
    private QemuClient _vm = null!;

    public async Task InitializeAsync() => _vm = await QemuClient.ConnectAsync(_server.Endpoint);

    public async Task DisposeAsync()
    {
        await _vm.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_command_is_answered_by_a_record()
    {
        _server.On(
            (QueryStatusCommand _) =>
                new StatusInfo
                {
                    Running = true,
                    Singlestep = false,
                    Status = RunState.Running,
                }
        );

        StatusInfo status = await _vm.QueryStatusAsync();

        Assert.Equal(RunState.Running, status.Status);
    }

    [Fact]
    public async Task A_handler_takes_its_time_and_sends_an_event_before_its_answer()
    {
        _server.On(
            async (StopCommand _, CancellationToken cancellationToken) =>
            {
                await Task.Delay(50, cancellationToken);
                await _server.SendAsync(new StopEvent());
            }
        );
        using QmpSubscription<StopEvent> stops = _vm.Subscribe<StopEvent>();

        await _vm.StopAsync();

        await foreach (StopEvent _ in stops)
        {
            break;
        }
    }

    [Fact]
    public async Task A_handler_reads_its_command_and_answers_an_error()
    {
        _server.On(
            (DeviceDelCommand c) => throw new QmpTestErrorException("DeviceNotFound", $"Device '{c.Id}' not found")
        );

        QmpCommandException refused = await Assert.ThrowsAsync<QmpCommandException>(() => _vm.DeviceDelAsync("net0"));

        Assert.Equal(("DeviceNotFound", "Device 'net0' not found"), (refused.ErrorClass, refused.Description));
    }

    [Fact]
    public async Task What_was_received_can_be_demanded_as_records()
    {
        _server.On((BlockdevAddCommand _) => { });

        await _vm.BlockdevAddAsync(
            new BlockdevOptions.Qcow2
            {
                NodeName = "disk0",
                File = new BlockdevOptions.File { Filename = "/vm/disk0.qcow2" },
            }
        );

        BlockdevAddCommand added = Assert.Single(
            _server.AssertReceived<BlockdevAddCommand>(c => c.Arguments is BlockdevOptions.Qcow2, times: 1)
        );
        Assert.Equal("disk0", added.Arguments.NodeName);
        _server.AssertNotReceived<BlockdevAddCommand>(c => c.Arguments.NodeName == "disk1");
    }

    [Fact]
    public async Task A_demand_that_is_not_met_says_what_was_received_instead()
    {
        _server.On((StopCommand _) => { });
        await _vm.StopAsync();

        QmpTestExpectationException unmet = Assert.Throws<QmpTestExpectationException>(() =>
            _server.AssertReceived<DeviceDelCommand>(c => c.Id == "net0")
        );

        Assert.StartsWith(
            "Expected device_del, where c => c.Id == \"net0\", to be received at least once, and it was received 0 times. Received so far:\n"
                + "  qmp_capabilities {}\n  stop {}\n",
            unmet.Message.Replace("""{"enable":["oob"]}""", "{}", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Throws<QmpTestExpectationException>(() => _server.AssertNotReceived<StopCommand>());
        Assert.Throws<QmpTestExpectationException>(() => _server.AssertReceived<StopCommand>(times: 2));
    }

    [Fact]
    public async Task A_command_that_the_schema_refuses_was_not_received()
    {
        await Assert.ThrowsAsync<QmpCommandException>(() => _vm.ExecuteRawAsync("device_del"));

        _server.AssertNotReceived<DeviceDelCommand>();
    }

    [Fact]
    public async Task A_command_that_came_too_early_was_not_received_and_a_message_says_what_became_of_it()
    {
        await using WireClient client = new(_server.Connect());
        await client.ReadAsync();
        await client.AskAsync("""{"execute": "stop", "id": 1}""");

        QmpTestExpectationException unmet = Assert.Throws<QmpTestExpectationException>(() =>
            _server.AssertReceived<StopCommand>()
        );

        Assert.Contains(
            "\n  stop {} (refused: Expecting capabilities negotiation with 'qmp_capabilities')\nThe last that was said:\n",
            unmet.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            """
              C2: stop {}
              S2: {"id": 1, "error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}
            """,
            unmet.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_event_carries_its_data()
    {
        using QmpExpectation<BlockIoErrorEvent> expected = _vm.Expect<BlockIoErrorEvent>();

        await _server.SendAsync(
            new BlockIoErrorEvent
            {
                Device = "d",
                Operation = IoOperationType.Read,
                Action = BlockErrorAction.Report,
                Reason = "no space",
            }
        );

        Assert.Equal("no space", (await expected.WaitAsync(TimeSpan.FromSeconds(10))).Reason);
    }
}
