using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>What a recording makes the server say, and when.</summary>
public sealed class ReplayTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Answers_errors_and_events_come_as_they_were_recorded()
    {
        using RecordingFile file = RecordingFile.After(
            """
            S: {"timestamp": {"seconds": 1, "microseconds": 5}, "event": "RESUME"}
            C: {"execute":"query-status","id":2}
            S: {"return": {"status": "running", "singlestep": false, "running": true}, "id": 2}
            # The event comes before the answer.
            C: {"execute":"stop","id":3}
            S: {"timestamp": {"seconds": 2, "microseconds": 6}, "event": "STOP"}
            S: {"return": {}, "id": 3}
            C: {"execute":"device_del","arguments":{"id":"näh"},"id":4}
            S: {"id": 4, "error": {"class": "DeviceNotFound", "desc": "Device 'n\u00E4h' not found"}}
            S: {"timestamp": {"seconds": 3, "microseconds": 7}, "event": "LATE", "data": {"x": 1.5, "y": "\uD83D\uDE00"}}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        using QmpExpectation<QmpUnknownEvent> late = vm.Expect<QmpUnknownEvent>(e => e.WireName == "LATE");

        Assert.Equal("7.2.22", vm.Greeting.Version.ToString());
        Assert.Equal(RunState.Running, (await vm.QueryStatusAsync()).Status);
        using QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>();
        await vm.StopAsync();
        Assert.True(
            stopped.WaitAsync(s_limit).IsCompletedSuccessfully,
            "An event that stood before an answer came after it."
        );
        QmpCommandException refused = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("näh"));
        Assert.Equal(("DeviceNotFound", "Device 'näh' not found"), (refused.ErrorClass, refused.Description));
        Assert.Equal("😀", (await late.WaitAsync(s_limit)).Data!.Json.GetProperty("y").GetString());
        server.AssertPlayedToEnd();
        Assert.Single(server.AssertReceived<StopCommand>());
    }

    [Fact]
    public async Task The_id_is_the_clients_own()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"stop","id":2}
            S: {"return": {}, "id": 2}
            C: {"execute":"cont","id":3}
            S: {"id": 3, "error": {"class": "GenericError", "desc": "no"}}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Equal(
            """{"return": {}, "id": {"a": [1]}}""",
            await client.AskAsync("""{"execute":"stop","id":{"a":[1]}}""")
        );
        Assert.Equal(
            """{"id": "x", "error": {"class": "GenericError", "desc": "no"}}""",
            await client.AskAsync("""{"execute":"cont","id":"x"}""")
        );
    }

    [Fact]
    public async Task What_is_asked_again_is_answered_as_it_was_each_time()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"query-name","id":2}
            S: {"return": {"name": "a"}, "id": 2}
            C: {"execute":"query-name","id":3}
            S: {"return": {"name": "b"}, "id": 3}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Equal("""{"return": {"name": "a"}}""", await client.AskAsync("""{"execute":"query-name"}"""));
        Assert.Equal("""{"return": {"name": "b"}}""", await client.AskAsync("""{"execute":"query-name"}"""));
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_told_what_is_next_and_where()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"device_del","arguments":{"id":"net0"},"id":2}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);

        QmpCommandException refused = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("net1"));

        Assert.Equal(
            $$"""The recording {{file.Path}} does not have 'device_del {"id":"net1"}' here: next is 'device_del {"id":"net0"}' ({{file.Path}}:4)""",
            refused.Description
        );
        Assert.Equal(
            $$"""
            The session did not go as {{file.Path}} has it.
            Not in the recording:
              device_del {"id":"net1"} (next is 'device_del {"id":"net0"}' ({{file.Path}}:4))
            Not asked for:
              {{file.Path}}:4: device_del {"id":"net0"}
            What was said:
              # connection 1
              C: qmp_capabilities {"enable":["oob"]}
              S: {"return": {}, "id": 1}
              C: device_del {"id":"net1"}
              S: {"id": 2, "error": {"class": "GenericError", "desc": "
            """,
            Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd).Message.Split("The recording /")[0]
        );
    }

    [Fact]
    public async Task Behind_the_end_of_the_recording_a_request_is_told_so()
    {
        using RecordingFile file = RecordingFile.After("");
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Contains("next is its end", await client.AskAsync("""{"execute":"stop"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_calls_may_come_in_another_order()
    {
        const int Count = 40;
        using RecordingFile file = RecordingFile.After(
            string.Concat(
                Enumerable
                    .Range(2, Count)
                    .Select(id =>
                        $$$"""
                            C: {"execute":"device_del","arguments":{"id":"d{{{id}}}"},"id":{{{id}}}}
                            S: {"id": {{{id}}}, "error": {"class": "GenericError", "desc": "d{{{id}}}"}}

                            """
                    )
            )
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        int[] order = [.. Enumerable.Range(2, Count)];
        new Random(7).Shuffle(order);

        Task<string>[] calls =
        [
            .. order.Select(async id =>
                (await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync($"d{id}"))).Description
            ),
        ];

        Assert.Equal(order.Select(id => $"d{id}"), await Task.WhenAll(calls).WaitAsync(s_limit));
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task What_was_asked_at_once_may_be_asked_one_after_another()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"stop","id":2}
            C: {"execute":"query-name","id":3}
            S: {"timestamp": {"seconds": 2, "microseconds": 6}, "event": "STOP"}
            S: {"return": {}, "id": 2}
            S: {"return": {}, "id": 3}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Contains("STOP", await client.AskAsync("""{"execute":"stop","id":"a"}"""), StringComparison.Ordinal);
        Assert.Equal("""{"return": {}, "id": "a"}""", await client.ReadAsync());
        Assert.Equal("""{"return": {}, "id": "b"}""", await client.AskAsync("""{"execute":"query-name","id":"b"}"""));
    }

    [Theory]
    [InlineData(7, """{"exec-oob":"query-yank","id":3}""")]
    [InlineData(2, """{"execute":"query-yank","id":3,"control":{"run-oob":true}}""")]
    public async Task What_an_out_of_band_answer_overtook_it_overtakes_again(int major, string yank)
    {
        using RecordingFile file = RecordingFile.Of(
            $$$"""
            S: {"QMP": {"version": {"qemu": {"micro": 0, "minor": 12, "major": {{{major}}}}, "package": ""}, "capabilities": ["oob"]}}
            C: {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}
            S: {"return": {}, "id": 1}
            C: {"execute":"stop","id":2}
            C: {{{yank}}}
            S: {"return": [], "id": 3}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        Task<JsonElement> stop = client.ExecuteRawAsync("stop");
        await Poll.UntilAsync(() => server.Calls.Count >= 2);
        Assert.False(stop.IsCompleted);
        Assert.Equal(0, (await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit)).GetArrayLength());
        await stop.WaitAsync(s_limit);
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task In_2_12_what_came_without_an_id_comes_without_it()
    {
        using RecordingFile file = RecordingFile.Of(
            """
            S: {"QMP": {"version": {"qemu": {"micro": 0, "minor": 12, "major": 2}, "package": ""}, "capabilities": ["oob"]}}
            C: {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}
            S: {"return": {}, "id": 1}
            C: {"execute":"stop","id":2}
            C: {"execute":"no-such","id":3}
            S: {"error": {"class": "CommandNotFound", "desc": "The command no-such has not been found"}}
            S: {"return": {}, "id": 2}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        await client.SendAsync("""{"execute":"stop","id":8}{"execute":"no-such","id":9}""");
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "The command no-such has not been found"}}""",
            await client.ReadAsync()
        );
        Assert.Equal("""{"return": {}, "id": 8}""", await client.ReadAsync());
    }

    [Fact]
    public async Task Each_connection_plays_the_next_session_and_one_too_many_is_told_so()
    {
        using RecordingFile one = RecordingFile.After(
            "C: {\"execute\":\"query-name\",\"id\":2}\nS: {\"return\": {\"name\": \"a\"}, \"id\": 2}\n"
        );
        using RecordingFile both = RecordingFile.Of(
            one.Text + one.Text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)
        );
        await using QmpTestServer server = QmpTestServer.Replay(both.Path);
        foreach (string name in (string[])["a", "b"])
        {
            await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
            Assert.Equal(name, (await client.ExecuteRawAsync("query-name")).GetProperty("name").GetString());
        }

        server.AssertPlayedToEnd();
        await using WireClient third = new(server.Connect());
        await third.ReadAsync();
        Assert.Contains(
            "it has 2 session(s), and this is a further one",
            await third.AskAsync("""{"execute":"qmp_capabilities"}"""),
            StringComparison.Ordinal
        );
        Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd);
    }

    [Fact]
    public async Task A_call_that_was_never_answered_is_told_so_and_quit_ends_the_connection()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"stop","id":2}
            C: {"execute":"quit","id":3}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawAsync("stop"));
        Assert.Equal($"The recording ends before it has an answer to 'stop' ({file.Path}:4)", e.Description);
        await client.ExecuteRawAsync("quit").WaitAsync(s_limit);
        await client.Closed.WaitAsync(s_limit);
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task A_client_that_is_killed_or_does_not_read_holds_nobody_up()
    {
        string big = new('x', 1 << 20);
        using RecordingFile one = RecordingFile.After(
            string.Concat(
                Enumerable
                    .Range(2, 8)
                    .Select(id =>
                        $"C: {{\"execute\":\"query-name\",\"id\":{id}}}\nS: {{\"return\": {{\"name\": \"{big}\"}}, \"id\": {id}}}\n"
                    )
            )
        );
        using RecordingFile three = RecordingFile.Of(one.Text + one.Text + one.Text);
        string requests = string.Concat(Enumerable.Repeat("""{"execute":"query-name"}""", 8));
        await using QmpTestServer server = QmpTestServer.Replay(three.Path);
        await using WireClient deaf = await ConnectAsync(server);
        await deaf.SendAsync(requests);
        await Poll.UntilAsync(() => server.Calls.Count == 1 + 8);
        await using (WireClient killed = await ConnectAsync(server))
        {
            await killed.SendAsync(requests + "{\"exec");
        }

        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(
                big,
                (await client.ExecuteRawAsync("query-name").WaitAsync(s_limit)).GetProperty("name").GetString()
            );
        }

        await server.DisposeAsync().AsTask().WaitAsync(s_limit);
    }

    [Fact]
    public async Task Beside_the_recording_events_and_faults_work_and_handlers_do_not()
    {
        using RecordingFile file = RecordingFile.After(
            """
            C: {"execute":"stop","id":2}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        using QmpExpectation<ResumeEvent> resumed = vm.Expect<ResumeEvent>();
        await server.SendAsync(new ResumeEvent());
        await resumed.WaitAsync(s_limit);
        Assert.Throws<InvalidOperationException>(() => server.On((StopCommand _) => { }));
        server.Inject(QmpTestFault.HalfMessage);
        await Assert.ThrowsAsync<QmpConnectionException>(() => vm.StopAsync());
    }

    [Theory]
    [InlineData("", 1, 1, "there is no message in it")]
    [InlineData("# nothing\n", 1, 1, "there is no message in it")]
    [InlineData("S: {\"QMP\": {\"vers", 1, 18, "the file ends in the middle of a line")]
    [InlineData("C: {\"execute\":\"x\"}\nS", 2, 2, "the file ends in the middle of a line")]
    [InlineData("C: {\"execute\":\"é\" 5}\n", 1, 19, "this is no JSON")]
    [InlineData("C: {\"execute\":\"x\"}\n{\"return\": {}}\n", 2, 1, "a line begins with 'C: '")]
    [InlineData("C: [1]\n", 1, 4, "a message is a JSON object")]
    [InlineData("C: {\"return\": {}}\n", 1, 4, "what the client says has 'execute'")]
    [InlineData("C: {\"execute\":\"x\"}\nS: {\"error\": {\"class\": \"GenericError\"}}\n", 2, 4, "what QEMU says has")]
    [InlineData("C: {\"execute\":\"x\",\"id\":1}\nS: {\"return\": {}, \"id\": 2}\n", 2, 1, "this answers no request")]
    [InlineData("S: {\"return\": {}}\n", 1, 1, "an answer or event stands before any greeting or request")]
    [InlineData("C: {\"execute\":\"qmp_capabilities\"}\n", 1, 1, "a monitor's greeting")]
    [InlineData("S: {\"QMP\": {\"version\": {}}}\n", 1, 4, "a greeting tells QEMU's version")]
    [InlineData(
        "C: {\"execute\":\"x\"}\nS: {\"QMP\": {}}\n",
        2,
        1,
        "a monitor greets in the middle of a guest agent's session"
    )]
    public void A_broken_recording_is_refused_at_its_place_with_a_remedy(string text, int line, int column, string what)
    {
        using RecordingFile file = RecordingFile.Of(text);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path));
        Assert.StartsWith($"{file.Path}({line},{column}): {what}", e.Message, StringComparison.Ordinal);
        Assert.Matches("(Record|Repair|Remove|Put) ", e.Message);
    }

    [Fact]
    public void A_recording_that_is_not_there_is_not_found() =>
        Assert.Throws<FileNotFoundException>(() =>
            QmpTestServer.Replay(Path.Combine(Path.GetTempPath(), "no-such.qmp"))
        );

    private static async Task<WireClient> ConnectAsync(QmpTestServer server) =>
        await WireClient.ConnectAsync(server, "\"oob\"");
}
