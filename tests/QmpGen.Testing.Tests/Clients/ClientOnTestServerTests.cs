using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>The client of the library connected to the test server.</summary>
public sealed class ClientOnTestServerTests
{
    [Theory]
    [InlineData(7, 2)]
    [InlineData(3, 0)]
    [InlineData(2, 12)]
    public async Task Client_InEachDialect_CallsAndReceivesEvents(int major, int minor)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { Version = new(major, minor, 0, "test") }
        );
        using StopHold stop = new(server);
        server
            .On("query-status", _ => QmpValue.Parse("""{"status":"running","running":true,"singlestep":false}"""))
            .On(
                "cont",
                async (_, _) =>
                {
                    await server.SendEventAsync("RESUME");
                    return null;
                }
            );
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(20));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint, cancellationToken: timeout.Token);
        Assert.Equal("test", client.Greeting.Version.Package);
        Assert.True(client.OutOfBandEnabled);

        QmpValue status = await client.ExecuteRawAsync("query-status", cancellationToken: timeout.Token);
        Assert.Equal("running", status["status"].GetString());

        using QmpExpectation<QmpUnknownEvent> resumed = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        await client.ExecuteRawAsync("cont", cancellationToken: timeout.Token);
        await resumed.WaitAsync(TimeSpan.FromSeconds(10), timeout.Token);

        Task<QmpValue> held = client.ExecuteRawAsync("stop", cancellationToken: timeout.Token);
        await stop.WaitForCallAsync();
        QmpValue yank = await client.ExecuteRawOutOfBandAsync("query-yank", cancellationToken: timeout.Token);
        Assert.Equal(0, yank.Count);
        Assert.False(held.IsCompleted);
        stop.Release();
        await held;

        QmpCommandException error = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", cancellationToken: timeout.Token)
        );
        Assert.Equal(("GenericError", "Parameter 'id' is missing"), (error.ErrorClass, error.Description));
    }

    [Fact]
    public async Task ClientInMemory_WhenServerIsDisposed_Closes()
    {
        QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Connect());
        Assert.Equal(JsonValueKind.Array, (await client.ExecuteRawAsync("query-qmp-schema")).Kind);
        await server.DisposeAsync();
        await client.Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ClientInMemory_WhenDisposed_CompletesAtOnce()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        QmpClient client = await QmpClient.ConnectAsync(server.Connect());
        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }
}
