using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>The library's own client against the server.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData(7, 2)]
    [InlineData(3, 0)]
    [InlineData(2, 12)]
    public async Task The_client_calls_hears_overtakes_and_is_refused(int major, int minor)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { Version = new(major, minor, 0, "test") }
        );
        using Gate gate = new(server);
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
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint, cancellationToken: limit.Token);
        Assert.Equal("test", client.Greeting.Version.Package);
        Assert.True(client.OutOfBandEnabled);

        JsonElement status = await client.ExecuteRawAsync("query-status", cancellationToken: limit.Token);
        Assert.Equal("running", status.GetProperty("status").GetString());

        using QmpExpectation<QmpUnknownEvent> resumed = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        await client.ExecuteRawAsync("cont", cancellationToken: limit.Token);
        await resumed.WaitAsync(TimeSpan.FromSeconds(10), limit.Token);

        Task<JsonElement> blocked = client.ExecuteRawAsync("stop", cancellationToken: limit.Token);
        await gate.Entered;
        JsonElement yank = await client.ExecuteRawOutOfBandAsync("query-yank", cancellationToken: limit.Token);
        Assert.Equal(0, yank.GetArrayLength());
        Assert.False(blocked.IsCompleted);
        gate.Open();
        await blocked;

        QmpCommandException refused = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", cancellationToken: limit.Token)
        );
        Assert.Equal(("GenericError", "Parameter 'id' is missing"), (refused.ErrorClass, refused.Description));
    }

    [Fact]
    public async Task The_client_works_in_memory_and_ends_with_the_server()
    {
        QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Connect());
        Assert.Equal(JsonValueKind.Array, (await client.ExecuteRawAsync("query-qmp-schema")).ValueKind);
        await server.DisposeAsync();
        await client.Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_client_that_is_disposed_in_memory_lets_go_at_once()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        QmpClient client = await QmpClient.ConnectAsync(server.Connect());
        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }
}
