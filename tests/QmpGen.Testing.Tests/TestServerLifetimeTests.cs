using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>The start and the end of a server and its sessions.</summary>
public sealed class TestServerLifetimeTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task TcpServer_UntilDisposed_AcceptsClients()
    {
        QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, new QmpTestServerOptions { UseTcp = true });
        Assert.StartsWith("tcp:127.0.0.1:", server.Endpoint, StringComparison.Ordinal);
        await using (QmpClient client = await QmpClient.ConnectAsync(server.Endpoint))
        {
            Assert.Equal(JsonValueKind.Object, (await client.ExecuteRawAsync("query-version")).Kind);
        }

        await server.DisposeAsync();

        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(server.Endpoint));
    }

    [Fact]
    public async Task UnixSocket_WhenDisposed_IsDeleted()
    {
        QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        string path = server.Endpoint["unix:".Length..];
        await using WireClient client = await WireClient.ConnectAsync(server.Endpoint);
        Assert.StartsWith("""{"QMP": """, await client.ReadLineAsync(), StringComparison.Ordinal);
        await server.DisposeAsync();
        await server.DisposeAsync();
        Assert.Null(await client.ReadLineAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Throws<ObjectDisposedException>(server.Connect);
    }

    [Fact]
    public async Task Dispose_WithBlockedHandlerAndClient_Completes()
    {
        QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
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
        await using WireClient notReading = await WireClient.ConnectAsync(server);
        await blocked.SendAsync("""{"execute":"stop"}""");
        await notReading.SendAsync(string.Concat(Enumerable.Repeat("""{"execute":"query-qmp-schema"}""", 5)));
        await ConditionPoller.WaitUntilAsync(() => server.Calls.Count == 8);
        await server.DisposeAsync().AsTask().WaitAsync(s_timeout);
        never.Set();
    }

    [Fact]
    public async Task Handler_WhenClientDisconnects_IsCanceled()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
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
            await entered.Task.WaitAsync(s_timeout);
        }

        await cancelled.Task.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task Dispose_FromSeveralThreads_CompletesOnce()
    {
        QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => server.DisposeAsync().AsTask())))
            .WaitAsync(s_timeout);

        await client.Closed.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task ResultOrEvent_WithInvalidUnicode_IsRejected()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { CheckResults = false }
        );
        server.On("query-name", _ => QmpValue.Parse("""{"name": "\ud800"}"""));
        await using WireClient client = await WireClient.ConnectAsync(server);

        Assert.StartsWith(
            """{"id": 1, "error": {"class": "GenericError", """,
            await client.CallAsync("""{"execute": "query-name", "id": 1}"""),
            StringComparison.Ordinal
        );

        Assert.NotNull(await client.CallAsync("""{"execute": "query-version"}"""));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            server.SendEventAsync("X", QmpValue.Parse("""{"a": "\ud800"}"""))
        );
    }

    [Fact]
    public async Task Handler_FailingAfterSessionEnd_IsIgnored()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
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
            await entered.Task.WaitAsync(s_timeout);
        }

        await using WireClient next = await WireClient.ConnectAsync(server);
        Assert.NotNull(await next.CallAsync("""{"execute": "query-version"}"""));
    }

    [Fact]
    public void Start_WithInvalidDump_Throws()
    {
        Assert.Throws<ArgumentException>(() => QmpTestServer.Start("{}"));
        Assert.Throws<ArgumentException>(() => QmpTestServer.Start("["));
    }

    [Fact]
    public void Start_InMissingFolder_ThrowsWithTheRemedy()
    {
        QmpTestServerOptions options = new() { SocketFolder = "/nowhere" };

        IOException error = Assert.Throws<IOException>(() => QmpTestServer.Start(SchemaDumps.Qemu72, options));

        Assert.Contains("/nowhere", error.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InFolderWithLongPath_Works()
    {
        QmpTestServerOptions options = new() { SocketFolder = $"/tmp/{new string('x', 200)}" };
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, options);

        await using WireClient client = await WireClient.ConnectAsync(server.Endpoint);

        Assert.Contains("QMP", await client.ReadLineAsync(), StringComparison.Ordinal);
    }
}
