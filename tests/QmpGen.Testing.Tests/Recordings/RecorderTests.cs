using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Recordings of real sessions, and their replay to the same client.</summary>
public sealed class RecorderTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task Replay_OfQemuSession_GivesSameResults()
    {
        using RecordingFile file = new();
        await using RealQemu qemu = await RealQemu.StartAsync();
        await AssertReplayGivesSameResultsAsync(file, qemu.Endpoint, RunSessionAsync);
    }

    [Fact]
    public async Task Recording_WithSchemaQuery_ServesAsSchemaDump()
    {
        using RecordingFile file = new();
        await using (QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72))
        using (QmpRecorder recorder = new(file.Path))
        {
            await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint, new() { WireTap = recorder });
            await client.ExecuteRawAsync("query-qmp-schema");
        }

        await using QmpTestServer second = QmpTestServer.Start(file.Text).On("query-name", _ => null);
        await using WireClient wire = await WireClient.ConnectAsync(second);
        Assert.Equal("""{"return": {}}""", await wire.CallAsync("""{"execute":"query-name"}"""));
    }

    [GuestAgentFact]
    public async Task Replay_OfGuestAgentSession_GivesSameResults()
    {
        using RecordingFile file = new();
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await AssertReplayGivesSameResultsAsync(file, agent.Endpoint, RunAgentSessionAsync);
        Assert.DoesNotContain("guest-sync-delimited\",\"arguments", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AgentCommand_WithoutResponse_IsRecordedWithoutResponse()
    {
        using RecordingFile file = new();
        await using (
            QmpTestServer agent = QmpTestServer
                .Start(SchemaDumps.GuestAgent)
                .On("guest-shutdown", _ => null)
                .On("guest-ping", _ => null)
        )
        using (QmpRecorder recorder = new(file.Path))
        {
            await RebootAndPingAsync(agent, new() { WireTap = recorder });
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
        await RebootAndPingAsync(server, new());
        server.AssertPlayedToEnd();
    }

    [Fact]
    public async Task Message_AfterCall_IsInFileAtOnce()
    {
        using RecordingFile file = new();
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).On((StopCommand _) => { });
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
    public void Message_WithSeveralLines_IsRecordedOnOneLine()
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
    public void File_NewOrReplaced_IsReadableByOwnerOnly(bool replacesFile)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using RecordingFile file = new();
        if (replacesFile)
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
    public void AgentRequest_WithReplacementCharacter_IsOneLine()
    {
        using RecordingFile file = new();
        using (QmpRecorder recorder = new(file.Path))
        {
            byte[] sync = [0xFF, .. """{"execute":"guest-sync-delimited","arguments":{"id":1}}"""u8];
            byte[] request =
            [
                .. sync,
                (byte)'\n',
                .. "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"\uFFFD\"}}"u8,
            ];
            recorder.OnMessage(new(QmpWireDirection.Sent, request, DateTimeOffset.UtcNow));
        }

        Assert.Equal(["C: {\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"\uFFFD\"},\"id\":1}"], file.Lines);
    }

    private static async Task AssertReplayGivesSameResultsAsync(
        RecordingFile file,
        string endpoint,
        Func<string, QmpClientOptions, Task<string>> runSession
    )
    {
        string live;
        using (QmpRecorder recorder = new(file.Path))
        {
            live = await runSession(endpoint, new() { WireTap = recorder });
        }

        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        Assert.Equal(live, await runSession(server.Endpoint, new()));
        server.AssertPlayedToEnd();
    }

    private static async Task<string> RunSessionAsync(string endpoint, QmpClientOptions options)
    {
        List<string> results = [];
        await using QemuClient vm = await QemuClient.ConnectAsync(endpoint, options).WaitAsync(s_timeout);
        using QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>();
        results.Add(vm.Greeting.Version.ToString());
        results.Add((await vm.QueryStatusAsync()).ToString());
        await vm.StopAsync();
        results.Add((await stopped.WaitAsync(s_timeout)).ToString());
        results.Add((await vm.QueryStatusAsync()).ToString());
        results.Add((await Assert.ThrowsAsync<QmpCommandException>(() => vm.DeviceDelAsync("nöpe\n\"😀"))).Message);
        results.Add((await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteRawAsync("no-such"))).Message);
        results.Add(
            (await Assert.ThrowsAsync<QmpCommandException>(() => vm.ExecuteRawOutOfBandAsync("query-name"))).Message
        );
        results.Add((await vm.ExecuteRawOutOfBandAsync("query-yank")).ToString());
        results.Add(new QmpValue(await vm.ExecuteRawAsync("query-qmp-schema")).ToString());
        QmpValue[] names = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => vm.ExecuteRawAsync(i % 2 == 0 ? "query-name" : "query-uuid"))
        );
        results.AddRange(names.Select(name => name.ToString()));
        await vm.ExecuteRawAsync("quit").WaitAsync(s_timeout);
        await vm.Closed.WaitAsync(s_timeout);
        return string.Join('\n', results);
    }

    private static async Task<string> RunAgentSessionAsync(string endpoint, QmpClientOptions options)
    {
        await using AgentClient agent = await AgentClient.ConnectAsync(endpoint, options).WaitAsync(s_timeout);
        List<string> results = [];
        Task<QmpValue>[] calls =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => agent.ExecuteRawAsync(i % 2 == 0 ? "guest-ping" : "guest-get-host-name")),
        ];
        results.AddRange((await Task.WhenAll(calls).WaitAsync(s_timeout)).Select(result => result.ToString()));
        results.Add((await agent.ExecuteRawAsync("guest-info").WaitAsync(s_timeout)).ToString());
        results.Add((await Assert.ThrowsAsync<QmpCommandException>(() => agent.ExecuteRawAsync("guest-nö"))).Message);
        return string.Join('\n', results);
    }

    private static async Task RebootAndPingAsync(QmpTestServer server, QmpClientOptions options)
    {
        await using AgentClient agent = await AgentClient.ConnectAsync(server.Endpoint, options).WaitAsync(s_timeout);
        await agent.ExecuteRawAsync("guest-shutdown", JsonElement.Parse("""{"mode": "reboot"}""")).WaitAsync(s_timeout);
        await agent.ExecuteRawAsync("guest-ping").WaitAsync(s_timeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void File_ThatIsSymbolicLink_IsRejected(bool targetExists)
    {
        using RecordingFile file = new();
        string target = file.Path + ".target";
        if (targetExists)
        {
            File.WriteAllText(target, "kept");
        }

        File.CreateSymbolicLink(file.Path, target);

        Assert.Throws<IOException>(() => new QmpRecorder(file.Path));

        Assert.Equal(targetExists, File.Exists(target) && File.ReadAllText(target) == "kept");
    }
}
