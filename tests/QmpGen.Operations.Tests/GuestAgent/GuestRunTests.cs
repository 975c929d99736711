namespace QmpGen.Operations.Tests;

public sealed class GuestRunTests
{
    private static readonly QmpValue s_running = QmpValue.Parse("""{"exited": false}""");
    private static readonly QmpValue s_exited = QmpValue.Parse("""{"exited": true, "exitcode": 0}""");

    [Fact]
    public async Task Run_OnMonitor_NamesTheMissingCommand()
    {
        await using QmpTestServer server = OperationServer.Start();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() => client.RunAsync("ls"));

        Assert.Contains("'guest-exec'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenConnectionBreaks_ContinuesAfterReconnect()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        DroppableEndpoint connection = new(server.Endpoint);
        int queries = 0;
        server.On("guest-exec", _ => QmpValue.Parse("""{"pid": 7}"""));
        server.On(
            "guest-exec-status",
            _ =>
            {
                if (++queries == 1)
                {
                    connection.Drop();
                }

                return queries < 3 ? s_running : s_exited;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );

        GuestRunResult result = await client.RunAsync("ls");

        Assert.Equal(0, result.ExitCode);
        Assert.Single(server.Calls, call => call.Command == "guest-exec");
    }

    [Fact]
    public async Task Run_WhenResultIsLost_ThrowsConnectionException()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        DroppableEndpoint connection = new(server.Endpoint);
        int queries = 0;
        server.On("guest-exec", _ => QmpValue.Parse("""{"pid": 7}"""));
        server.On(
            "guest-exec-status",
            _ =>
            {
                if (++queries > 1)
                {
                    throw new QmpTestErrorException("Invalid parameter 'pid'");
                }

                connection.Drop();
                return s_exited;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );

        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => client.RunAsync("ls"));

        Assert.StartsWith("The result of 'ls' is lost", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CanceledWhileItStarts_KillsTheProgram()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        using CancellationTokenSource cancellation = new();
        int started = 6;
        server.On("guest-exec", _ => QmpValue.Parse($$"""{"pid": {{++started}}}"""));
        server.On("guest-exec-status", _ => started == 7 ? s_running : s_exited);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        using QmpTestHold held = server.Hold("guest-exec");
        Task<GuestRunResult> run = client.RunAsync("ls", cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        QmpTestCall kill = server.Calls.Last(call => call.Command == "guest-exec");
        Assert.Equal("kill -KILL 7", kill.Arguments.GetProperty("arg")[1].GetString());
    }

    [Fact]
    public async Task Run_CanceledDuringTheLastQuery_ReturnsTheResult()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        using CancellationTokenSource cancellation = new();
        bool wasReported = false;
        server.On("guest-exec", _ => QmpValue.Parse("""{"pid": 7}"""));
        server.On(
            "guest-exec-status",
            _ =>
            {
                // The agent reports the end once.
                bool isLost = wasReported;
                wasReported = true;
                return isLost ? throw new QmpTestErrorException("Invalid parameter 'pid'") : s_exited;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        using QmpTestHold held = server.Hold("guest-exec-status");
        Task<GuestRunResult> run = client.RunAsync("ls", cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        Assert.Equal(0, (await run).ExitCode);
        Assert.Single(server.Calls, call => call.Command == "guest-exec");
    }

    [Fact]
    public async Task Run_KilledWithoutResult_ReportsTheKill()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        int started = 6;
        server.On("guest-exec", _ => QmpValue.Parse($$"""{"pid": {{++started}}}"""));
        server.On(
            "guest-exec-status",
            call =>
                (started, call.Arguments.GetProperty("pid").GetInt32()) switch
                {
                    (7, _) => s_running,
                    (_, 7) => throw new QmpTestErrorException("Invalid parameter 'pid'"),
                    _ => s_exited,
                }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        GuestRunOptions options = new() { Timeout = TimeSpan.FromMilliseconds(20) };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.RunAsync("ls", options: options)
        );

        Assert.EndsWith("It was killed.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithWindowsExceptionCode_GivesNegativeSignal()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        server.On("guest-exec", _ => QmpValue.Parse("""{"pid": 7}"""));
        server.On("guest-exec-status", _ => QmpValue.Parse("""{"exited": true, "signal": 3221225477}"""));
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        GuestRunResult result = await client.RunAsync("calc.exe");

        Assert.Equal(unchecked((int)0xC0000005), result.Signal);
    }

    [Fact]
    public async Task Run_WithInvalidReply_ThrowsProtocolException()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        server.On("guest-exec", _ => QmpValue.Parse("""{"pid": 7}"""));
        server.On("guest-exec-status", _ => QmpValue.Parse("""{"exited": true, "out-data": "?"}"""));
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => client.RunAsync("ls"));

        Assert.Contains("guest-exec-status", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithTooMuchInput_ThrowsBeforeItStarts()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        GuestRunOptions options = new() { Input = new byte[(47 * 1024 * 1024) + 1] };

        await Assert.ThrowsAsync<ArgumentException>(() => client.RunAsync("cat", options: options));

        Assert.DoesNotContain(server.Calls, call => call.Command == "guest-exec");
    }

    [Fact]
    public async Task Wait_UntilTheAgentResponds_RepeatsThePing()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        DroppableEndpoint connection = new(server.Endpoint);
        int pings = 0;
        server.On(
            "guest-ping",
            _ =>
            {
                if (++pings == 1)
                {
                    connection.Drop();
                }

                return null;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );

        await client.WaitUntilReadyAsync(
            TimeSpan.FromSeconds(30),
            new OperationOptions { PollInterval = TimeSpan.FromMilliseconds(1) }
        );

        Assert.Equal(2, pings);
    }

    [Fact]
    public async Task Wait_WithInvalidTimeout_Throws()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.WaitUntilReadyAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_ForSilentAgent_TimesOut()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        using QmpTestHold held = server.Hold("guest-ping");
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.WaitUntilReadyAsync(TimeSpan.FromMilliseconds(50))
        );

        Assert.StartsWith("The guest agent did not respond within", e.Message, StringComparison.Ordinal);
    }
}
