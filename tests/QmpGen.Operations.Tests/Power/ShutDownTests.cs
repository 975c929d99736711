namespace QmpGen.Operations.Tests;

public sealed class ShutDownTests
{
    private static readonly QmpValue s_running = QmpValue.Parse(
        """{"status": "running", "running": true, "singlestep": false}"""
    );

    private static readonly QmpValue s_byGuest = QmpValue.Parse("""{"guest": true, "reason": "guest-shutdown"}""");

    [Fact]
    public async Task Agent_ThatShutsDownTheGuest_EndsTheOperation()
    {
        await using QmpTestServer agentServer = OperationServer.StartGuestAgent();
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-status", _ => s_running);
        await using AgentClient agent = await AgentClient.ConnectAsync(agentServer.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await using IAsyncEnumerator<QmpRawEvent> received = client.SubscribeRaw("SHUTDOWN").GetAsyncEnumerator();
        agentServer.On(
            "guest-shutdown",
            async (_, _) =>
            {
                await server.SendEventAsync("SHUTDOWN", s_byGuest);
                await received.MoveNextAsync();
                await server.DisposeAsync();
                return null;
            }
        );

        ShutDownResult result = await client.ShutDownAsync(new ShutDownOptions { GuestAgent = agent });

        Assert.Equal((ShutDownStep.GuestAgent, ShutDownStep.GuestAgent), (result.EndedBy, result.GuestShutDownBy));
        Assert.DoesNotContain(server.Calls, call => call.Command == "system_powerdown");
    }

    [Fact]
    public async Task Agent_ThatDoesNothing_IsFollowedByAllSteps()
    {
        await using QmpTestServer agentServer = OperationServer.StartGuestAgent();
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-status", _ => s_running).On("system_powerdown", _ => null);
        agentServer.On("guest-shutdown", _ => null);
        await using AgentClient agent = await AgentClient.ConnectAsync(agentServer.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ShutDownOptions options = new() { GuestAgent = agent, GuestTimeout = TimeSpan.FromMilliseconds(20) };

        ShutDownResult result = await client.ShutDownAsync(options);

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
        Assert.Contains(agentServer.Calls, call => call.Command == "guest-shutdown");
        Assert.Equal(
            ["system_powerdown", "quit"],
            server.Calls.Select(call => call.Command).Where(command => command is "system_powerdown" or "quit")
        );
    }

    [Fact]
    public async Task Agent_ThatHasEnded_IsSkipped()
    {
        await using QmpTestServer agentServer = OperationServer.StartGuestAgent();
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-status", _ => s_running);
        await using AgentClient agent = await AgentClient.ConnectAsync(agentServer.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await agentServer.DisposeAsync();

        // The long timeout shows that no step waits for the guest.
        ShutDownResult result = await client.ShutDownAsync(
            new ShutDownOptions
            {
                GuestAgent = agent,
                Powerdown = false,
                GuestTimeout = TimeSpan.FromHours(1),
            }
        );

        Assert.Equal(ShutDownStep.Quit, result.EndedBy);
    }

    [Fact]
    public async Task Guest_ThatShutsDownWhileDisconnected_IsFollowedByQuit()
    {
        await using QmpTestServer server = OperationServer.Start();
        DroppableEndpoint connection = new(server.Endpoint);
        bool isShutDown = false;
        server.On("query-status", _ => isShutDown ? CreateStatus("shutdown") : s_running);
        server.On(
            "system_powerdown",
            _ =>
            {
                if (!isShutDown)
                {
                    isShutDown = true;
                    connection.Drop();
                }

                return null;
            }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );

        ShutDownResult result = await client.ShutDownAsync(
            new ShutDownOptions { PollInterval = TimeSpan.FromMilliseconds(10), GuestTimeout = TimeSpan.FromHours(1) }
        );

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.Powerdown), (result.EndedBy, result.GuestShutDownBy));
    }

    [Fact]
    public async Task Server_ThatDoesNotEnd_TimesOutWithoutTheProcess()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-status", _ => CreateStatus("paused"));
        using QmpTestHold held = server.Hold("quit");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ShutDownAsync(new ShutDownOptions { CommandTimeout = TimeSpan.FromMilliseconds(20) })
        );

        Assert.StartsWith("QEMU has not ended within", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("save-vm")]
    [InlineData("io-error")]
    [InlineData(null)]
    public async Task Guest_ThatMayRun_IsShutDownBeforeQuit(string? status)
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On(
            "query-status",
            _ => status is null ? throw new QmpTestErrorException("slow storage") : CreateStatus(status)
        );
        server.On("system_powerdown", _ => null);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        ShutDownOptions options = new() { GuestTimeout = TimeSpan.FromMilliseconds(20) };
        await client.ShutDownAsync(options);

        Assert.Equal(
            ["system_powerdown", "quit"],
            server.Calls.Select(call => call.Command).Where(command => command is "system_powerdown" or "quit")
        );
    }

    [Fact]
    public async Task Operations_AtTheSameTime_BothEnd()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-status", _ => s_running).On("system_powerdown", _ => null);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ShutDownOptions options = new() { GuestTimeout = TimeSpan.FromMilliseconds(20) };

        ShutDownResult[] results = await Task.WhenAll(client.ShutDownAsync(options), client.ShutDownAsync(options));

        Assert.Contains(results, result => result.EndedBy == ShutDownStep.Quit);
        Assert.All(results, result => Assert.Equal(ShutDownStep.None, result.GuestShutDownBy));
    }

    private static QmpValue CreateStatus(string status) =>
        new QmpObject
        {
            ["status"] = status,
            ["running"] = status == "running",
            ["singlestep"] = false,
        };
}
