using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Tests;

public sealed class GuestAgentTests
{
    internal const string Agent = """
        [{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "1", "ret-type": "int"},
         {"name": "guest-sync", "meta-type": "command", "arg-type": "1", "ret-type": "int"},
         {"name": "guest-ping", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
         {"name": "guest-file-open", "meta-type": "command", "arg-type": "2", "ret-type": "int"},
         {"name": "guest-shutdown", "meta-type": "command", "arg-type": "3", "ret-type": "0", "success-response": false},
         {"name": "0", "meta-type": "object", "members": []},
         {"name": "1", "meta-type": "object", "members": [{"name": "id", "type": "int"}]},
         {"name": "2", "meta-type": "object", "members": [{"name": "path", "type": "str"}]},
         {"name": "3", "meta-type": "object", "members": [{"name": "mode", "type": "str", "default": null}]},
         {"name": "int", "meta-type": "builtin", "json-type": "int"},
         {"name": "str", "meta-type": "builtin", "json-type": "string"}]
        """;

    private static readonly QmpTestServerOptions s_old = new() { Version = new(3, 1, 0, "") };
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Noise =>
        [
            "",
            "garbage",
            "\u00FF{\"return\": 1}\n",
            "\u00FF{\"ret",
            "{\"return\": {\"text\": \"half",
            "\u00FF\u00FF{}[\"",
        ];

    [Fact]
    public async Task It_does_not_greet_and_answers_as_qemu_ga_7_2_does_to_the_byte()
    {
        await using QmpTestServer server = QmpTestServer.Start(Agent).On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AskAsync(
            client,
            "\u00FF{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":12345},\"id\":1}\n",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, stray '\\uFFFD'\"}}\n\u00FF{\"return\": 12345, \"id\": 1}\n"
        );
        await AskAsync(
            client,
            "{\"execute\":\"gue\u00FF{\"execute\":\"guest-sync\",\"arguments\":{\"id\":-5},\"id\":1}\n",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, stray '\\\"gue\\uFFFD'\"}}\n{\"return\": -5, \"id\": 1}\n"
        );
        await AskAsync(client, """{"execute":"guest-ping","id":2}""", "{\"return\": {}, \"id\": 2}\n");
        await AskAsync(
            client,
            """{"execute":"qmp_capabilities","id":3}""",
            "{\"id\": 3, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command qmp_capabilities has not been found\"}}\n"
        );
        await AskAsync(
            client,
            """{"exec-oob":"guest-ping","id":3}""",
            "{\"id\": 3, \"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input member 'exec-oob' is unexpected\"}}\n"
        );
        await AskAsync(
            client,
            """{"execute":"guest-sync-delimited","id":6}""",
            "{\"id\": 6, \"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'id' is missing\"}}\n"
        );
    }

    [Fact]
    public async Task Before_4_0_it_refuses_ids()
    {
        await using QmpTestServer server = QmpTestServer.Start(Agent, s_old).On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AskAsync(
            client,
            """{"execute":"guest-ping","id":2}""",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input member 'id' is unexpected\"}}\n"
        );
        await AskAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
    }

    [Theory]
    [MemberData(nameof(Noise))]
    public async Task The_client_synchronises_through_whatever_is_in_the_channel(string latin1)
    {
        foreach (QmpTestServerOptions options in (QmpTestServerOptions[])[new(), s_old])
        {
            await using QmpTestServer server = QmpTestServer
                .Start(Agent, options with { Noise = Encoding.Latin1.GetBytes(latin1) })
                .On("guest-file-open", call => call.Arguments.GetProperty("path").GetString()!.Length);
            await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint).WaitAsync(s_limit);
            JsonElement handle = await client
                .ExecuteRawAsync("guest-file-open", JsonElement.Parse("""{"path": "/etc/hosts"}"""))
                .WaitAsync(s_limit);
            Assert.Equal(10, handle.GetInt32());
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteRawAsync("guest-file-open").WaitAsync(s_limit)
            );
            Assert.Equal("Parameter 'path' is missing", e.Description);
        }
    }

    [Fact]
    public async Task An_old_agent_mixes_up_no_calls_whether_they_are_cancelled_or_many()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(Agent, s_old)
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
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint).WaitAsync(s_limit);
        using CancellationTokenSource cancel = new();
        Task ping = client.ExecuteRawAsync("guest-ping", cancellationToken: cancel.Token);
        await entered.Task.WaitAsync(s_limit);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping);

        Task<JsonElement>[] calls =
        [
            .. Enumerable
                .Range(0, 50)
                .Select(i => client.ExecuteRawAsync("guest-file-open", JsonElement.Parse($$"""{"path": "{{i}}"}"""))),
        ];
        release.SetResult();
        JsonElement[] answers = await Task.WhenAll(calls).WaitAsync(s_limit);
        Assert.Equal(Enumerable.Range(0, 50), answers.Select(answer => answer.GetInt32()));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_command_without_an_answer_is_executed_and_answers_only_its_error(int major)
    {
        await using QmpTestServer server = QmpTestServer
            .Start(Agent, new() { Version = new(major, 1, 0, "") })
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
        await using AgentClient client = await AgentClient.ConnectAsync(server.Connect()).WaitAsync(s_limit);
        await client.ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": "reboot"}""")).WaitAsync(s_limit);
        Assert.Equal("reboot", await mode.Task.WaitAsync(s_limit));
        await client.ExecuteRawAsync("guest-ping").WaitAsync(s_limit);

        await client.ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": 1}""")).WaitAsync(s_limit);
        await client.ExecuteRawAsync("guest-ping").WaitAsync(s_limit);
        Assert.Equal(2, server.Calls.Count(call => call.Command == "guest-shutdown"));
    }

    [Fact]
    public async Task It_has_no_events()
    {
        await using QmpTestServer server = QmpTestServer.Start(Agent).On("guest-ping", _ => null);
        Stream client = server.Connect();
        await AskAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
        await server.SendEventAsync("SHUTDOWN");
        await AskAsync(client, """{"execute":"guest-ping"}""", "{\"return\": {}}\n");
    }

    private static async Task AskAsync(Stream client, string request, string answer)
    {
        await client.WriteAsync(Encoding.Latin1.GetBytes(request)).AsTask().WaitAsync(s_limit);
        byte[] bytes = new byte[answer.Length];
        await client.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_limit);
        Assert.Equal(answer, Encoding.Latin1.GetString(bytes));
    }
}
