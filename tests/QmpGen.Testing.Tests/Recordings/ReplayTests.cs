using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>The messages of a server that replays a recording.</summary>
public sealed class ReplayTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Replay_InRecordedOrder_SendsRecordedMessages()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            S: {"timestamp": {"seconds": 1, "microseconds": 5}, "event": "RESUME"}
            C: {"execute":"query-status","id":2}
            S: {"return": {"status": "running", "singlestep": false, "running": true}, "id": 2}
            # The event comes before the response.
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
        Assert.True(stopped.WaitAsync(s_timeout).IsCompletedSuccessfully, "The event came after the response.");
        QmpCommandException error = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("näh"));
        Assert.Equal(("DeviceNotFound", "Device 'näh' not found"), (error.ErrorClass, error.Description));
        Assert.Equal("😀", (await late.WaitAsync(s_timeout)).Data!.Json.GetProperty("y").GetString());
        server.AssertPlayedToEnd();
        Assert.Single(server.AssertReceived<StopCommand>());
    }

    [Fact]
    public async Task Response_ToRequestWithOtherId_HasIdOfRequest()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
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
            await client.CallAsync("""{"execute":"stop","id":{"a":[1]}}""")
        );
        Assert.Equal(
            """{"id": "x", "error": {"class": "GenericError", "desc": "no"}}""",
            await client.CallAsync("""{"execute":"cont","id":"x"}""")
        );
    }

    [Fact]
    public async Task RepeatedRequest_RecordedTwice_GetsEachResponseOnce()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"query-name","id":2}
            S: {"return": {"name": "a"}, "id": 2}
            C: {"execute":"query-name","id":3}
            S: {"return": {"name": "b"}, "id": 3}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Equal("""{"return": {"name": "a"}}""", await client.CallAsync("""{"execute":"query-name"}"""));
        Assert.Equal("""{"return": {"name": "b"}}""", await client.CallAsync("""{"execute":"query-name"}"""));
    }

    [Fact]
    public async Task Request_NotInRecording_FailsAndNamesNextRequest()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"device_del","arguments":{"id":"net0"},"id":2}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);

        QmpCommandException error = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("net1"));

        Assert.Equal("GenericError", error.ErrorClass);
        Assert.Contains(
            $$"""'device_del {"id":"net0"}' ({{file.Path}}:4)""",
            error.Description,
            StringComparison.Ordinal
        );
        QmpTestExpectationException e = Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd);
        Assert.Contains("""  device_del {"id":"net1"} (""", e.Message, StringComparison.Ordinal);
        Assert.Contains($$"""  {{file.Path}}:4: device_del {"id":"net0"}""", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            """
              # connection 1
              C: qmp_capabilities {"enable":["oob"]}
              S: {"return": {}, "id": 1}
              C: device_del {"id":"net1"}
              S: {"id": 2, "error": {"class": "GenericError", "desc": "
            """,
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Request_AfterEndOfRecording_Fails()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated("");
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        string? response = await client.CallAsync("""{"execute":"stop"}""");
        Assert.StartsWith("""{"error": {"class": "GenericError", """, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConcurrentCalls_InOtherOrder_GetTheirResponses()
    {
        const int Count = 40;
        using RecordingFile file = RecordingFile.CreateNegotiated(
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

        Assert.Equal(order.Select(id => $"d{id}"), await Task.WhenAll(calls).WaitAsync(s_timeout));
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task PipelinedRequests_SentOneByOne_GetTheirResponses()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"stop","id":2}
            C: {"execute":"query-name","id":3}
            S: {"timestamp": {"seconds": 2, "microseconds": 6}, "event": "STOP"}
            S: {"return": {}, "id": 2}
            S: {"return": {}, "id": 3}
            """
        );
        await using WireClient client = await ConnectAsync(QmpTestServer.Replay(file.Path));
        Assert.Contains("STOP", await client.CallAsync("""{"execute":"stop","id":"a"}"""), StringComparison.Ordinal);
        Assert.Equal("""{"return": {}, "id": "a"}""", await client.ReadLineAsync());
        Assert.Equal("""{"return": {}, "id": "b"}""", await client.CallAsync("""{"execute":"query-name","id":"b"}"""));
    }

    [Theory]
    [InlineData(7, """{"exec-oob":"query-yank","id":3}""")]
    [InlineData(2, """{"execute":"query-yank","id":3,"control":{"run-oob":true}}""")]
    public async Task OutOfBandResponse_RecordedBeforeInBandOne_ComesFirst(int major, string yank)
    {
        using RecordingFile file = RecordingFile.Create(
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
        Task<QmpValue> stop = client.ExecuteRawAsync("stop");
        await ConditionPoller.WaitUntilAsync(() => server.Calls.Count >= 2);
        Assert.False(stop.IsCompleted);
        Assert.Equal(0, (await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_timeout)).Count);
        await stop.WaitAsync(s_timeout);
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task Qemu212Error_RecordedWithoutId_IsSentWithoutId()
    {
        using RecordingFile file = RecordingFile.Create(
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
            await client.ReadLineAsync()
        );
        Assert.Equal("""{"return": {}, "id": 8}""", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Connection_BeyondRecordedSessions_FailsAtFirstRequest()
    {
        using RecordingFile one = RecordingFile.CreateNegotiated(
            "C: {\"execute\":\"query-name\",\"id\":2}\nS: {\"return\": {\"name\": \"a\"}, \"id\": 2}\n"
        );
        using RecordingFile both = RecordingFile.Create(
            one.Text + one.Text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)
        );
        await using QmpTestServer server = QmpTestServer.Replay(both.Path);
        foreach (string name in (string[])["a", "b"])
        {
            await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
            Assert.Equal(name, (await client.ExecuteRawAsync("query-name"))["name"].GetString());
        }

        server.AssertPlayedToEnd();
        await using WireClient third = new(server.Connect());
        await third.ReadLineAsync();
        Assert.Contains(
            "2 sessions",
            await third.CallAsync("""{"execute":"qmp_capabilities"}"""),
            StringComparison.Ordinal
        );
        Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd);
    }

    [Fact]
    public async Task RequestAndQuit_WithoutRecordedResponse_FailAndEndSession()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"stop","id":2}
            C: {"execute":"quit","id":3}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawAsync("stop"));
        Assert.Equal("GenericError", e.ErrorClass);
        Assert.Contains($"({file.Path}:4)", e.Description, StringComparison.Ordinal);
        await client.ExecuteRawAsync("quit").WaitAsync(s_timeout);
        await client.Closed.WaitAsync(s_timeout);
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task OtherClient_KilledOrNotReading_DoesNotBlockReplay()
    {
        string large = new('x', 1 << 20);
        using RecordingFile one = RecordingFile.CreateNegotiated(
            string.Concat(
                Enumerable
                    .Range(2, 8)
                    .Select(id =>
                        $$$"""
                            C: {"execute":"query-name","id":{{{id}}}}
                            S: {"return": {"name": "{{{large}}}"}, "id": {{{id}}}}

                            """
                    )
            )
        );
        using RecordingFile three = RecordingFile.Create(one.Text + one.Text + one.Text);
        string requests = string.Concat(Enumerable.Repeat("""{"execute":"query-name"}""", 8));
        await using QmpTestServer server = QmpTestServer.Replay(three.Path);
        await using WireClient notReading = await ConnectAsync(server);
        await notReading.SendAsync(requests);
        await ConditionPoller.WaitUntilAsync(() => server.Calls.Count == 1 + 8);
        await using (WireClient killed = await ConnectAsync(server))
        {
            await killed.SendAsync(requests + "{\"exec");
        }

        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(large, (await client.ExecuteRawAsync("query-name").WaitAsync(s_timeout))["name"].GetString());
        }

        await server.DisposeAsync().AsTask().WaitAsync(s_timeout);
    }

    [Fact]
    public async Task ReplayServer_WithEventsAndFaults_InjectsThemAndRejectsHandlers()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"stop","id":2}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        using QmpExpectation<ResumeEvent> resumed = vm.Expect<ResumeEvent>();
        await server.SendAsync(new ResumeEvent());
        await resumed.WaitAsync(s_timeout);
        Assert.Throws<InvalidOperationException>(() => server.On((StopCommand _) => { }));
        server.Inject(QmpTestFault.HalfMessage);
        await Assert.ThrowsAsync<QmpConnectionException>(() => vm.StopAsync());
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("# comment\n", 1, 1)]
    [InlineData("S: {\"QMP\": {\"vers", 1, 18)]
    [InlineData("C: {\"execute\":\"guest-x\"}\nS", 2, 2)]
    [InlineData("C: {\"execute\":\"é\" 5}\n", 1, 19)]
    [InlineData("C: {\"execute\":\"guest-x\"}\n{\"return\": {}}\n", 2, 1)]
    [InlineData("C: [1]\n", 1, 4)]
    [InlineData("C: {\"return\": {}}\n", 1, 4)]
    [InlineData("C: {\"execute\":\"guest-x\"}\nS: {\"error\": {\"class\": \"GenericError\"}}\n", 2, 4)]
    [InlineData("C: {\"execute\":\"guest-x\",\"id\":1}\nS: {\"return\": {}, \"id\": 2}\n", 2, 1)]
    [InlineData("S: {\"return\": {}}\n", 1, 1)]
    [InlineData("C: {\"execute\":\"qmp_capabilities\"}\n", 1, 1)]
    [InlineData("S: {\"QMP\": {\"version\": {}}}\n", 1, 4)]
    [InlineData("C: {\"execute\":\"guest-x\"}\nS: {\"QMP\": {}}\n", 2, 1)]
    public void Replay_OfInvalidFile_ThrowsWithPlaceAndRemedy(string text, int line, int column)
    {
        using RecordingFile file = RecordingFile.Create(text);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path));
        Assert.StartsWith($"{file.Path}({line},{column}): ", e.Message, StringComparison.Ordinal);
        Assert.Matches(@"\. (Record|Restore|Correct|Remove|Put) [^.]+\.$", e.Message);
    }

    [Fact]
    public void Replay_OfMissingFile_ThrowsFileNotFound() =>
        Assert.Throws<FileNotFoundException>(() =>
            QmpTestServer.Replay(Path.Combine(Path.GetTempPath(), "no-such.qmp"))
        );

    private static async Task<WireClient> ConnectAsync(QmpTestServer server) =>
        await WireClient.ConnectAsync(server, "\"oob\"");
}
