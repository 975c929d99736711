using System.Text.Json;

namespace QmpGen.Testing.Tests;

public sealed class LifetimeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_listens_at_a_TCP_port_too_until_it_is_closed()
    {
        QmpTestServer server = QmpTestServer.Start(Dump.Qemu72, new QmpTestServerOptions { UseTcp = true });
        Assert.StartsWith("tcp:127.0.0.1:", server.Endpoint, StringComparison.Ordinal);
        await using (QmpClient client = await QmpClient.ConnectAsync(server.Endpoint))
        {
            Assert.Equal(JsonValueKind.Object, (await client.ExecuteRawAsync("query-version")).ValueKind);
        }

        await server.DisposeAsync();

        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(server.Endpoint));
    }

    [Fact]
    public async Task It_listens_on_a_socket_that_goes_with_it()
    {
        QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        string path = server.Endpoint["unix:".Length..];
        await using WireClient client = await WireClient.ConnectAsync(server.Endpoint);
        Assert.StartsWith("""{"QMP": """, await client.ReadAsync(), StringComparison.Ordinal);
        await server.DisposeAsync();
        await server.DisposeAsync();
        Assert.Null(await client.ReadAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Throws<ObjectDisposedException>(server.Connect);
    }

    [Fact]
    public async Task Disposing_waits_neither_for_a_handler_nor_for_a_client_that_does_not_read()
    {
        QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using ManualResetEventSlim never = new();
        server.On(
            "stop",
            _ =>
            {
                never.Wait();
                return null;
            }
        );
        await using WireClient blocked = await WireClient.ConnectAsync(server);
        await using WireClient deaf = await WireClient.ConnectAsync(server);
        await blocked.SendAsync("""{"execute":"stop"}""");
        await deaf.SendAsync(string.Concat(Enumerable.Repeat("""{"execute":"query-qmp-schema"}""", 5)));
        await Poll.UntilAsync(() => server.Calls.Count == 8);
        await server.DisposeAsync().AsTask().WaitAsync(s_limit);
        never.Set();
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_session_along()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On(
            "stop",
            async (_, ct) =>
            {
                using CancellationTokenRegistration registration = ct.Register(cancelled.SetResult);
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
                return null;
            }
        );
        await using (WireClient client = await WireClient.ConnectAsync(server, "\"oob\""))
        {
            await client.SendAsync("""{"execute":"stop"}{"execute":"cont"}""");
            await entered.Task.WaitAsync(s_limit);
        }

        await cancelled.Task.WaitAsync(s_limit);
    }

    [Fact]
    public async Task It_can_be_closed_from_two_places_at_once()
    {
        QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => server.DisposeAsync().AsTask())))
            .WaitAsync(s_limit);

        await client.Closed.WaitAsync(s_limit);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_printed_is_an_error_and_the_session_goes_on()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { CheckAnswers = false }
        );
        server.On("query-name", _ => QmpValue.Parse("""{"name": "\ud800"}"""));
        await using WireClient client = await WireClient.ConnectAsync(server);

        Assert.StartsWith(
            """{"id": 1, "error": {"class": "GenericError", "desc": "The answer that On(""",
            await client.AskAsync("""{"execute": "query-name", "id": 1}"""),
            StringComparison.Ordinal
        );

        Assert.NotNull(await client.AskAsync("""{"execute": "query-version"}"""));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            server.SendEventAsync("X", QmpValue.Parse("""{"a": "\ud800"}"""))
        );
    }

    [Fact]
    public async Task A_handler_that_fails_when_its_session_has_ended_hurts_nobody()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On(
            "stop",
            async (_, cancellationToken) =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new InvalidOperationException("too late");
            }
        );
        await using (WireClient client = await WireClient.ConnectAsync(server))
        {
            await client.SendAsync("""{"execute": "stop"}""");
            await entered.Task.WaitAsync(s_limit);
        }

        await using WireClient next = await WireClient.ConnectAsync(server);
        Assert.NotNull(await next.AskAsync("""{"execute": "query-version"}"""));
    }

    [Fact]
    public void What_is_no_dump_is_refused()
    {
        Assert.Throws<ArgumentException>(() => QmpTestServer.Start("{}"));
        Assert.Throws<ArgumentException>(() => QmpTestServer.Start("["));
    }
}
