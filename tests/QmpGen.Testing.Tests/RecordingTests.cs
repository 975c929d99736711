using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>A session is recorded to a file and played by a server.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    private string File => Path.Combine(_directory.FullName, "session.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [QemuFact("7.2")]
    public async Task What_a_real_QEMU_said_the_server_says()
    {
        List<string> recorded;
        await using (RealQemu qemu = await RealQemu.StartAsync())
        await using (QmpRecording recording = QmpRecording.Create(File))
        {
            recorded = await UseAsync(qemu.Endpoint, recording);
        }

        await using QmpTestServer server = QmpTestServer.Replay(Dump.Qemu72, File);
        await using QmpRecording again = QmpRecording.Create(File + ".again");
        Assert.Equal(recorded, await UseAsync(server.Endpoint, again));
        Assert.Contains("Device 'nobody' not found", recorded);
        Assert.Contains("StopEvent", recorded);

        static async Task<List<string>> UseAsync(string endpoint, QmpRecording recording)
        {
            await using QemuClient vm = await QemuClient.ConnectAsync(endpoint, new QmpClientOptions { WireTap = recording.Tap });
            List<string> said = [$"{vm.Greeting.Version}", .. vm.Capabilities];
            using QmpSubscription<QmpEvent> events = vm.Subscribe<QmpEvent>();
            said.Add($"{await vm.QueryStatusAsync()}");
            await vm.StopAsync();
            said.Add($"{await vm.QueryStatusAsync()}");
            await vm.ContAsync();
            said.Add((await vm.ExecuteRawOutOfBandAsync("query-yank")).GetRawText());
            said.Add((await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("nobody"))).Description);
            said.Add($"{(await vm.ExecuteRawAsync("query-qmp-schema")).GetArrayLength()}");
            await foreach (QmpEvent e in events)
            {
                said.Add(e.GetType().Name);
                if (e is ResumeEvent)
                    break;
            }

            return said;
        }
    }

    [QemuFact("7.2")]
    public async Task A_recording_with_the_schema_is_a_schema_file()
    {
        await using (RealQemu qemu = await RealQemu.StartAsync())
        await using (QmpRecording recording = QmpRecording.Create(File))
        await using (QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint, new QmpClientOptions { WireTap = recording.Tap }))
        {
            await client.ExecuteRawAsync("query-qmp-schema");
        }

        await using QmpTestServer server = QmpTestServer.Start(await System.IO.File.ReadAllTextAsync(File));
    }

    [GuestAgentFact]
    public async Task What_a_guest_agent_said_the_server_says()
    {
        string recorded;
        await using (RealGuestAgent agent = await RealGuestAgent.StartAsync())
        await using (QmpRecording recording = QmpRecording.Create(File))
        {
            recorded = await UseAsync(agent.Endpoint, new QmpClientOptions { WireTap = recording.Tap });
        }

        await using QmpTestServer server = QmpTestServer.Replay(Dump.Agent72, File);
        Assert.Equal(recorded, await UseAsync(server.Endpoint, QmpClientOptions.Default));

        static async Task<string> UseAsync(string endpoint, QmpClientOptions options)
        {
            await using AgentClient guest = await AgentClient.ConnectAsync(endpoint, options);
            await guest.ExecuteRawAsync("guest-ping");
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => guest.ExecuteRawAsync("guest-file-close", JsonElement.Parse("""{"handle":77}""")));
            return e.Description + (await guest.ExecuteRawAsync("guest-info")).GetRawText();
        }
    }

    [Fact]
    public async Task Calls_may_come_in_another_order_and_each_answer_is_given_once()
    {
        Write(
            """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 4}, "package": ""}, "capabilities": []}}""",
            """{"execute":"qmp_capabilities","id":1}""", """{"return": {}, "id": 1}""",
            """{"execute":"query-name","id":2}""", """{"execute":"query-name","id":3}""", """{"execute":"qom-get","arguments":{"path":"a","property":"b"},"id":4}""",
            """{"return": {"name": "second"}, "id": 3}""", """{"return": {"name": "first"}, "id": 2}""", """{"return": 5, "id": 4}""");
        await using QmpTestServer server = QmpTestServer.Replay(Dump.Qemu72, File);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        Assert.Equal("4.0.0", $"{client.Greeting.Version}");
        Assert.Empty(client.Greeting.Capabilities);
        Assert.Equal(5, (await client.ExecuteRawAsync("qom-get", JsonElement.Parse("""{"property":"b","path":"a"}"""))).GetInt32());
        Assert.Equal("first", (await client.ExecuteRawAsync("query-name")).GetProperty("name").GetString());
        Assert.Equal("second", (await client.ExecuteRawAsync("query-name")).GetProperty("name").GetString());
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteRawAsync("query-name"));
        Assert.Equal($"The recording has no call query-name {{}} that is not played. Next in it is nothing: all of {File} is played.", e.Description);
    }

    [Fact]
    public async Task A_call_that_the_recording_has_not_is_told_with_what_comes_next()
    {
        Write("""{"execute":"device_del","arguments":{"id":"a"},"id":2}""", """{"return": {}, "id": 2}""");
        await using QmpTestServer server = QmpTestServer.Replay(Dump.Qemu72, File);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("b"));
        Assert.Equal($$"""The recording has no call device_del {"id":"b"} that is not played. Next in it is device_del {"id":"a"} ({{File}}, line 1).""", e.Description);
    }

    [Fact]
    public async Task Where_the_connection_ended_it_ends()
    {
        Write("""{"execute":"stop","id":2}""");
        await using QmpTestServer server = QmpTestServer.Replay(Dump.Qemu72, File);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        await Assert.ThrowsAsync<QmpConnectionException>(() => vm.StopAsync().WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("""{"execute":"stop","id":2}|{"return": {}, "i""", "line 2, column 18: this is no JSON. If the recording was cut short, delete its last line.")]
    [InlineData("# nothing", "is no recording: there is no request in it.")]
    [InlineData("5", "line 1, a message is a JSON object.")]
    [InlineData("""{"a":1}""", "line 1, this is neither a request, nor an answer, an event or a greeting.")]
    [InlineData("""{"return":{},"id":9}""", "line 1, this answers no request above it.")]
    [InlineData("""{"execute":"stop","id":2}|{"error":{},"id":2}""", "line 2, the error has no 'class'.")]
    [InlineData("""{"QMP":{}}""", "line 1, the greeting has no version: The given key was not present in the dictionary.")]
    public void What_is_no_recording_is_told_with_its_line(string lines, string fault)
    {
        Write(lines.Split('|'));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(Dump.Qemu72, File));
        Assert.StartsWith(File, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(fault, e.Message, StringComparison.Ordinal);
    }

    private void Write(params string[] lines) => System.IO.File.WriteAllText(File, string.Join('\n', lines));
}
