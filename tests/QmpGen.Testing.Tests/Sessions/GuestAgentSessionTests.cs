using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>The session of a guest agent.</summary>
public sealed class GuestAgentSessionTests
{
    private static readonly QmpTestServerOptions s_options31 = new() { Version = new(3, 1, 0, "") };
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    public static TheoryData<string> StaleBytes =>
        [
            "",
            "garbage",
            "\u00FF{\"return\": 1}\n",
            "\u00FF{\"ret",
            "{\"return\": {\"text\": \"half",
            "\u00FF\u00FF{}[\"",
        ];

    [Fact]
    public async Task GuestAgent72_OnAnyRequest_RespondsLikeQemuGa()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.GuestAgent).On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AssertResponseAsync(
            client,
            "\u00FF{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":12345},\"id\":1}\n",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                + "\"JSON parse error, stray '\\uFFFD'\"}}\n\u00FF{\"return\": 12345, \"id\": 1}\n"
        );
        await AssertResponseAsync(
            client,
            "{\"execute\":\"gue\u00FF{\"execute\":\"guest-sync\",\"arguments\":{\"id\":-5},\"id\":1}\n",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                + "\"JSON parse error, stray '\\\"gue\\uFFFD'\"}}\n{\"return\": -5, \"id\": 1}\n"
        );
        await AssertResponseAsync(client, """{"execute":"guest-ping","id":2}""", "{\"return\": {}, \"id\": 2}\n");
        await AssertResponseAsync(
            client,
            """{"execute":"qmp_capabilities","id":3}""",
            "{\"id\": 3, \"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                + "\"The command qmp_capabilities has not been found\"}}\n"
        );
        await AssertResponseAsync(
            client,
            """{"exec-oob":"guest-ping","id":3}""",
            "{\"id\": 3, \"error\": {\"class\": \"GenericError\", \"desc\": "
                + "\"QMP input member 'exec-oob' is unexpected\"}}\n"
        );
        await AssertResponseAsync(
            client,
            """{"execute":"guest-sync-delimited","id":6}""",
            "{\"id\": 6, \"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'id' is missing\"}}\n"
        );
    }

    [Fact]
    public async Task GuestAgentBefore40_OnRequestWithId_RejectsIt()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.GuestAgent, s_options31)
            .On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AssertResponseAsync(
            client,
            """{"execute":"guest-ping","id":2}""",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input member 'id' is unexpected\"}}\n"
        );
        await AssertResponseAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
    }

    [Theory]
    [MemberData(nameof(StaleBytes))]
    public async Task Client_WithStaleBytes_Synchronizes(string latin1)
    {
        foreach (QmpTestServerOptions options in (QmpTestServerOptions[])[new(), s_options31])
        {
            await using QmpTestServer server = QmpTestServer
                .Start(SchemaDumps.GuestAgent, options with { StaleBytes = Encoding.Latin1.GetBytes(latin1) })
                .On("guest-file-open", call => call.Arguments.GetProperty("path").GetString()!.Length);
            await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint).WaitAsync(s_timeout);
            JsonElement handle = await client
                .ExecuteRawAsync("guest-file-open", JsonElement.Parse("""{"path": "/etc/hosts"}"""))
                .WaitAsync(s_timeout);
            Assert.Equal(10, handle.GetInt32());
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteRawAsync("guest-file-open").WaitAsync(s_timeout)
            );
            Assert.Equal("Parameter 'path' is missing", e.Description);
        }
    }

    [Fact]
    public async Task OldGuestAgent_AfterCanceledCall_RespondsToTheRightCalls()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.GuestAgent, s_options31)
            .On("guest-file-open", call => int.Parse(call.Arguments.GetProperty("path").GetString()!, null));
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On(
            "guest-ping",
            async (_, _) =>
            {
                entered.SetResult();
                await release.Task;
                return null;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint).WaitAsync(s_timeout);
        using CancellationTokenSource cancel = new();
        Task ping = client.ExecuteRawAsync("guest-ping", cancellationToken: cancel.Token);
        await entered.Task.WaitAsync(s_timeout);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping);

        Task<QmpValue>[] calls =
        [
            .. Enumerable
                .Range(0, 50)
                .Select(i => client.ExecuteRawAsync("guest-file-open", JsonElement.Parse($$"""{"path": "{{i}}"}"""))),
        ];
        release.SetResult();
        QmpValue[] results = await Task.WhenAll(calls).WaitAsync(s_timeout);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), results.Select(result => result.GetInt64()));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task AgentCommand_WithoutSuccessResponse_RespondsOnlyOnError(int major)
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.GuestAgent, new() { Version = new(major, 1, 0, "") })
            .On("guest-ping", _ => null);
        TaskCompletionSource<string> mode = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On(
            "guest-shutdown",
            call =>
            {
                mode.SetResult(call.Arguments.GetProperty("mode").GetString()!);
                return null;
            }
        );
        await using AgentClient client = await AgentClient.ConnectAsync(server.Connect()).WaitAsync(s_timeout);
        await client
            .ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": "reboot"}"""))
            .WaitAsync(s_timeout);
        Assert.Equal("reboot", await mode.Task.WaitAsync(s_timeout));
        await client.ExecuteRawAsync("guest-ping").WaitAsync(s_timeout);

        await client.ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": 1}""")).WaitAsync(s_timeout);
        await client.ExecuteRawAsync("guest-ping").WaitAsync(s_timeout);
        Assert.Equal(2, server.Calls.Count(call => call.Command == "guest-shutdown"));
    }

    [Fact]
    public async Task SendEvent_ToAgentClient_SendsNothing()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.GuestAgent).On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AssertResponseAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
        await server.SendEventAsync("SHUTDOWN");
        await AssertResponseAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
    }

    private static async Task AssertResponseAsync(Stream client, string request, string response)
    {
        await client.WriteAsync(Encoding.Latin1.GetBytes(request)).AsTask().WaitAsync(s_timeout);
        byte[] bytes = new byte[response.Length];
        await client.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_timeout);
        Assert.Equal(response, Encoding.Latin1.GetString(bytes));
    }
}
