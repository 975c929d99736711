namespace QmpGen.Operations.Tests;

public sealed class CommandExecutionTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Command_WhichTheServerLacks_ThrowsWithItsName()
    {
        await using QmpTestServer server = OperationServer.Start();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            client.ExecuteAsync("no-such-command", null, s_timeout, CancellationToken.None)
        );

        Assert.Contains("does not have the command 'no-such-command'", e.Message, StringComparison.Ordinal);
        Assert.IsType<QmpCommandException>(e.InnerException);
    }

    [Fact]
    public async Task Command_WithoutResponse_TimesOut()
    {
        await using QmpTestServer server = OperationServer.Start();
        using QmpTestHold held = server.Hold("query-jobs");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteRepeatedlyAsync("query-jobs", null, TimeSpan.FromMilliseconds(20), CancellationToken.None)
        );
    }

    [Fact]
    public async Task Query_WhenConnectionIsLost_IsSentAgainAfterReconnect()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("query-jobs", _ => QmpValue.Parse("[]"));
        await using QmpClient client = await QmpClient.ConnectAsync(
            server.Endpoint,
            new QmpClientOptions { Reconnect = new QmpReconnectPolicy() }
        );
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        server.Inject(QmpTestFault.HalfMessage);
        Task<QmpValue> query = client.ExecuteRepeatedlyAsync("query-jobs", null, s_timeout, CancellationToken.None);
        await lost.WaitAsync(s_timeout);
        server.Inject(QmpTestFault.None);

        QmpValue jobs = await query.WaitAsync(s_timeout);

        Assert.Equal(0, jobs.Count);
        Assert.True(server.Calls.Count(call => call.Command == "query-jobs") > 1);
    }

    [Fact]
    public async Task Query_WhenClientDoesNotReconnect_ThrowsTheCause()
    {
        await using QmpTestServer server = OperationServer.Start();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        server.Inject(QmpTestFault.HalfMessage);

        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            client.ExecuteRepeatedlyAsync("query-version", null, s_timeout, CancellationToken.None)
        );
    }
}
