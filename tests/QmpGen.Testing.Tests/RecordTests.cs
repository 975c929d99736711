using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Sessions that are recorded, and played back to the program that had them.</summary>
public sealed class RecordTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task A_session_with_QEMU_goes_the_same_way_without_QEMU()
    {
        using RecordingFile file = new();
        await using RealQemu qemu = await RealQemu.StartAsync();
        await AssertGoesTheSameWayAsync(file, qemu.Endpoint, HaveSessionAsync);
    }

    [Fact]
    public async Task A_recording_that_has_the_schema_is_one()
    {
        using RecordingFile file = new();
        await using (QmpTestServer server = QmpTestServer.Start(Dump.Qemu72))
        using (QmpRecorder recorder = new(file.Path))
        {
            await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint, new() { WireTap = recorder });
            await client.ExecuteRawAsync("query-qmp-schema");
        }

        await using QmpTestServer same = QmpTestServer.Start(file.Text).On("query-name", _ => null);
        await using WireClient again = await WireClient.ConnectAsync(same);
        Assert.Equal("""{"return": {}}""", await again.AskAsync("""{"execute":"query-name"}"""));
    }

    [GuestAgentFact]
    public async Task A_session_with_a_guest_agent_goes_the_same_way_without_it()
    {
        using RecordingFile file = new();
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await AssertGoesTheSameWayAsync(file, agent.Endpoint, HaveAgentSessionAsync);
        Assert.DoesNotContain("guest-sync-delimited\",\"arguments", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_agents_command_without_an_answer_is_recorded_without_one()
    {
        using RecordingFile file = new();
        await using (
            QmpTestServer agent = QmpTestServer
                .Start(GuestAgentTests.Agent)
                .On("guest-shutdown", _ => null)
                .On("guest-ping", _ => null)
        )
        using (QmpRecorder recorder = new(file.Path))
        {
            await ShutDownAsync(agent, new() { WireTap = recorder });
        }

        Assert.Equal(
            [
                """C: {"execute":"guest-shutdown","arguments":{"mode":"reboot"},"id":1}""",
                """C: {"execute":"guest-ping","id":2}""",
                """S: {"return": {},"id":2}""",
            ],
            file.Lines
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await ShutDownAsync(server, new());
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task What_was_said_is_in_the_file_at_once()
    {
        using RecordingFile file = new();
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On((StopCommand _) => { });
        using QmpRecorder recorder = new(file.Path);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint, new() { WireTap = recorder });
        await vm.StopAsync();
        for (int i = 0; !file.Lines.Last().StartsWith("S: {\"return\": {}, \"id\": 2", StringComparison.Ordinal); i++)
        {
            Assert.True(i < 100, file.Text);
            await Task.Delay(10);
        }
    }

    [Fact]
    public void What_is_spread_over_lines_is_recorded_on_one()
    {
        using RecordingFile file = new();
        using (QmpRecorder recorder = new(file.Path))
        {
            recorder.OnMessage(
                new(QmpWireDirection.Received, "{\r\n    \"event\": \"ä\"\r\n}"u8.ToArray(), DateTimeOffset.UtcNow)
            );
        }

        Assert.Equal(["""S: { "event": "ä" }"""], file.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_recording_is_its_owners_alone_also_where_a_file_was_that_others_might_read(bool isThere)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using RecordingFile file = new();
        if (isThere)
        {
            File.WriteAllText(file.Path, "old");
            File.SetUnixFileMode(
                file.Path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            );
        }

        using (new QmpRecorder(file.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        }
    }

    [Fact]
    public void A_replacement_character_in_an_agents_argument_does_not_part_the_request()
    {
        using RecordingFile file = new();
        using (QmpRecorder recorder = new(file.Path))
        {
            byte[] mark = [0xFF, .. """{"execute":"guest-sync-delimited","arguments":{"id":1}}"""u8];
            byte[] request =
            [
                .. mark,
                (byte)'\n',
                .. "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"\uFFFD\"}}"u8,
            ];
            recorder.OnMessage(new(QmpWireDirection.Sent, request, DateTimeOffset.UtcNow));
        }

        Assert.Equal(["C: {\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"\uFFFD\"},\"id\":1}"], file.Lines);
    }

    private static async Task AssertGoesTheSameWayAsync(
        RecordingFile file,
        string endpoint,
        Func<string, QmpClientOptions, Task<string>> haveSession
    )
    {
        string live;
        using (QmpRecorder recorder = new(file.Path))
        {
            live = await haveSession(endpoint, new() { WireTap = recorder });
        }

        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        Assert.Equal(live, await haveSession(server.Endpoint, new()));
        server.AssertPlayedToEnd();
    }

    private static async Task<string> HaveSessionAsync(string endpoint, QmpClientOptions options)
    {
        List<string> said = [];
        await using QemuClient vm = await QemuClient.ConnectAsync(endpoint, options).WaitAsync(s_limit);
        using QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>();
        said.Add(vm.Greeting.Version.ToString());
        said.Add((await vm.QueryStatusAsync()).ToString());
        await vm.StopAsync();
        said.Add((await stopped.WaitAsync(s_limit)).ToString());
        said.Add((await vm.QueryStatusAsync()).ToString());
        said.Add((await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("nöpe\n\"😀"))).Message);
        said.Add((await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteRawAsync("no-such"))).Message);
        said.Add(
            (await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteRawOutOfBandAsync("query-name"))).Message
        );
        said.Add((await vm.ExecuteRawOutOfBandAsync("query-yank")).GetRawText());
        said.Add(new QmpValue(await vm.ExecuteRawAsync("query-qmp-schema")).ToString());
        JsonElement[] names = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => vm.ExecuteRawAsync(i % 2 == 0 ? "query-name" : "query-uuid"))
        );
        said.AddRange(names.Select(name => name.GetRawText()));
        await vm.ExecuteRawAsync("quit").WaitAsync(s_limit);
        await vm.Closed.WaitAsync(s_limit);
        return string.Join('\n', said);
    }

    private static async Task<string> HaveAgentSessionAsync(string endpoint, QmpClientOptions options)
    {
        await using AgentClient agent = await AgentClient.ConnectAsync(endpoint, options).WaitAsync(s_limit);
        List<string> said = [];
        Task<JsonElement>[] calls =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => agent.ExecuteRawAsync(i % 2 == 0 ? "guest-ping" : "guest-get-host-name")),
        ];
        said.AddRange((await Task.WhenAll(calls).WaitAsync(s_limit)).Select(answer => answer.GetRawText()));
        said.Add((await agent.ExecuteRawAsync("guest-info").WaitAsync(s_limit)).GetRawText());
        said.Add((await Assert.ThrowsAsync<QmpCommandException>(() => agent.ExecuteRawAsync("guest-nö"))).Message);
        return string.Join('\n', said);
    }

    private static async Task ShutDownAsync(QmpTestServer server, QmpClientOptions options)
    {
        await using AgentClient agent = await AgentClient.ConnectAsync(server.Endpoint, options).WaitAsync(s_limit);
        await agent.ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": "reboot"}""")).WaitAsync(s_limit);
        await agent.ExecuteRawAsync("guest-ping").WaitAsync(s_limit);
    }
}
