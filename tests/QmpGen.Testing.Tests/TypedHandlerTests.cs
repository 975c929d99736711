using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Handlers, events and assertions with generated records.</summary>
public sealed class TypedHandlerTests : IAsyncLifetime
{
    private readonly QmpTestServer _server = QmpTestServer.Start(SchemaDumps.Qemu72);
    private QemuClient _vm = null!;

    public async Task InitializeAsync() => _vm = await QemuClient.ConnectAsync(_server.Endpoint);

    public async Task DisposeAsync()
    {
        await _vm.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Handler_ReturningRecord_GivesTypedResult()
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
    public async Task AsyncHandler_SendingEvent_SendsItBeforeResponse()
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
    public async Task Handler_ThrowingError_GivesErrorToClient()
    {
        _server.On(
            (DeviceDelCommand c) => throw new QmpTestErrorException("DeviceNotFound", $"Device '{c.Id}' not found")
        );

        QmpCommandException error = await Assert.ThrowsAsync<QmpCommandException>(() => _vm.DeviceDelAsync("net0"));

        Assert.Equal(("DeviceNotFound", "Device 'net0' not found"), (error.ErrorClass, error.Description));
    }

    [Fact]
    public async Task AssertReceived_WithPredicate_ReturnsMatchingCommands()
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
    public async Task AssertReceived_WithoutMatch_ThrowsAndListsCalls()
    {
        _server.On((StopCommand _) => { });
        await _vm.StopAsync();

        QmpTestExpectationException e = Assert.Throws<QmpTestExpectationException>(() =>
            _server.AssertReceived<DeviceDelCommand>(c => c.Id == "net0")
        );

        Assert.Contains("'device_del'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'c => c.Id == \"net0\"'", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            """
              qmp_capabilities {"enable":["oob"]}
              stop {}
            """,
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<QmpTestExpectationException>(() => _server.AssertNotReceived<StopCommand>());
        Assert.Throws<QmpTestExpectationException>(() => _server.AssertReceived<StopCommand>(times: 2));
    }

    [Fact]
    public async Task AssertNotReceived_AfterRejectedCommand_Passes()
    {
        await Assert.ThrowsAsync<QmpCommandException>(() => _vm.ExecuteRawAsync("device_del"));

        _server.AssertNotReceived<DeviceDelCommand>();
    }

    [Fact]
    public async Task AssertReceived_OfCommandBeforeNegotiation_ThrowsWithReason()
    {
        await using WireClient client = new(_server.Connect());
        await client.ReadLineAsync();
        await client.CallAsync("""{"execute": "stop", "id": 1}""");

        QmpTestExpectationException e = Assert.Throws<QmpTestExpectationException>(() =>
            _server.AssertReceived<StopCommand>()
        );

        Assert.Contains(
            "\n  stop {} (rejected: Expecting capabilities negotiation with 'qmp_capabilities')\n",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            """
              C2: stop {}
              S2: {"id": 1, "error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}
            """,
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SendEvent_WithData_ReachesClient()
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
