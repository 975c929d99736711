using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class ClientAgainstGuestAgentTests
{
    [GuestAgentFact]
    public async Task GuestInfo_FromRealAgent_ReportsVersionAndCommands()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        Assert.Equal("{}", (await CallAsync(client, "guest-ping")).ToString());

        JsonElement info = await CallAsync(client, "guest-info");
        Assert.Matches(@"^\d+\.\d+\.\d+", info.GetProperty("version").GetString());
        IEnumerable<string?> withoutReply = info.GetProperty("supported_commands")
            .EnumerateArray()
            .Where(command => !command.GetProperty("success-response").GetBoolean())
            .Select(command => command.GetProperty("name").GetString());
        Assert.Contains("guest-shutdown", withoutReply);
        Assert.Equal("unknown", client.Greeting.Version.ToString());
    }

    [GuestAgentFact]
    public async Task GuestExec_WithCapturedOutput_ReturnsIt()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        JsonElement started = await CallAsync(
            client,
            "guest-exec",
            """{"path": "/bin/echo", "arg": ["a", "b c"], "capture-output": true}"""
        );
        string pid = $$"""{"pid": {{started.GetProperty("pid").GetInt64()}}}""";
        JsonElement status = await CallAsync(client, "guest-exec-status", pid);
        using CancellationTokenSource timeout = new(WaitTimeout);
        while (!status.GetProperty("exited").GetBoolean())
        {
            timeout.Token.ThrowIfCancellationRequested();
            status = await CallAsync(client, "guest-exec-status", pid);
        }

        Assert.Equal(0, status.GetProperty("exitcode").GetInt32());
        Assert.Equal("a b c\n", Encoding.UTF8.GetString(status.GetProperty("out-data").GetBytesFromBase64()));
    }

    [GuestAgentFact]
    public async Task GuestFile_WrittenAndReadBack_IsTheSame()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        long handle = await OpenAsync(client, Path.Combine(agent.Directory, "file"), "w+");
        JsonElement written = await CallAsync(
            client,
            "guest-file-write",
            $$"""{"handle": {{handle}}, "buf-b64": "{{Convert.ToBase64String(content)}}"}"""
        );
        Assert.Equal(content.Length, written.GetProperty("count").GetInt32());
        await CallAsync(client, "guest-file-seek", $$"""{"handle": {{handle}}, "offset": 0, "whence": 0}""");
        JsonElement read = await CallAsync(
            client,
            "guest-file-read",
            $$"""{"handle": {{handle}}, "count": {{content.Length}}}"""
        );
        Assert.Equal(content, read.GetProperty("buf-b64").GetBytesFromBase64());
        await CallAsync(client, "guest-file-close", $$"""{"handle": {{handle}}}""");
        await Assert.ThrowsAsync<QmpCommandException>(() =>
            CallAsync(client, "guest-file-close", $$"""{"handle": {{handle}}}""")
        );
    }

    [GuestAgentFact]
    public async Task GuestFileRead_OfLargestCount_IsReadWithDefaults()
    {
        const int LargestCount = 48 * 1024 * 1024;
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        string path = Path.Combine(agent.Directory, "file");
        await File.WriteAllBytesAsync(path, new byte[LargestCount]);
        long handle = await OpenAsync(client, path, "r");
        JsonElement read = await CallAsync(
            client,
            "guest-file-read",
            $$"""{"handle": {{handle}}, "count": {{LargestCount}}}"""
        );
        Assert.Equal(LargestCount, read.GetProperty("count").GetInt32());
        Assert.Equal(LargestCount / 3 * 4, read.GetProperty("buf-b64").GetString()!.Length);
        await Assert.ThrowsAsync<QmpCommandException>(() =>
            CallAsync(client, "guest-file-read", $$"""{"handle": {{handle}}, "count": {{LargestCount + 1}}}""")
        );
    }

    [GuestAgentFact]
    public async Task GuestFileWrite_OfLargestRequest_IsAccepted()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        long handle = await OpenAsync(client, Path.Combine(agent.Directory, "file"), "w");
        int length = (ParserLimits.MaxBytes - 200) / 4 * 4;
        QmpValue written = await WriteAsync(length);
        Assert.Equal(length / 4 * 3, written["count"].GetInt64());

        // The agent would reject it with an error without the cause: "JSON token size limit exceeded".
        await Assert.ThrowsAsync<QmpArgumentException>(() => WriteAsync(length + 200));
        await CallAsync(client, "guest-ping");

        Task<QmpValue> WriteAsync(int length) =>
            CallAsync(
                client,
                "guest-file-write",
                $$"""{"handle": {{handle}}, "buf-b64": "{{new string('A', length)}}"}"""
            );
    }

    [GuestAgentFact]
    public async Task Text_OfEachKindOfCharacter_ReachesTheAgent()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        foreach (string text in CharacterKinds.All)
        {
            JsonElement arguments = JsonElement.Parse(
                $$"""{"path": {{(QmpValue)$"{agent.Directory}/{text}"}}, "mode": "w"}"""
            );
            await client.ExecuteRawAsync("guest-file-open", arguments).WaitAsync(WaitTimeout);
            Assert.Contains($"{agent.Directory}/{text}", Directory.EnumerateFiles(agent.Directory));
            await CharacterKinds.AssertEchoedAsync(client, text);
        }
    }

    [GuestAgentFact]
    public async Task ConcurrentCalls_WithCanceledOnes_GetTheirOwnReplies()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        await Parallel.ForAsync(
            0,
            200,
            async (i, _) =>
            {
                using CancellationTokenSource cancel = new();
                Task<QmpValue> canceled = client.ExecuteRawAsync(
                    "guest-sync",
                    JsonElement.Parse("""{"id": -1}"""),
                    cancel.Token
                );
                await cancel.CancelAsync();
                Assert.Equal(i, (await CallAsync(client, "guest-sync", $$"""{"id": {{i}}}""")).GetInt64());
                await Task.WhenAny(canceled);
            }
        );
    }

    [GuestAgentFact]
    public async Task CommandWithoutReply_WhenItFails_IsLogged()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        RecordingLogger log = new();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint, new() { Logger = log });
        await CallAsync(client, "guest-shutdown", """{"mode": "no such mode"}""");
        await CallAsync(client, "guest-ping");
        Assert.Contains("guest-shutdown", await log.FirstWarning.WaitAsync(WaitTimeout), StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task Connect_AfterClientLeftWithinAReply_SkipsTheRemainingReply()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        string path = Path.Combine(agent.Directory, "file");
        await File.WriteAllBytesAsync(path, new byte[4_000_000]);
        await using Stream channel = await agent.OpenChannelAsync();
        FaultyStream firstTurn = new(channel) { ReadLimit = 100_000, KeepsInnerOpen = true };
        await using AgentClient leaving = await AgentClient.ConnectAsync(firstTurn);
        long handle = await OpenAsync(leaving, path, "r");
        Task<QmpValue> read = CallAsync(leaving, "guest-file-read", $$"""{"handle": {{handle}}, "count": 4000000}""");
        await firstTurn.ReadLimitReached.WaitAsync(WaitTimeout);
        firstTurn.FailReads(new IOException("The client leaves."));
        await Assert.ThrowsAsync<QmpConnectionException>(() => read);

        FaultyStream secondTurn = new(channel) { KeepsInnerOpen = true };
        await using AgentClient client = await AgentClient.ConnectAsync(secondTurn).WaitAsync(WaitTimeout);
        Assert.Equal(4711, (await CallAsync(client, "guest-sync", """{"id": 4711}""")).GetInt64());
    }

    [GuestAgentFact]
    public async Task Connect_AfterClientLeftWithinARequest_Succeeds()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        foreach (string half in (string[])["""{"execute": "gue""", """{"execute": ["guest-ping" """, "{", "\"\\"])
        {
            await using (Stream leaving = await agent.OpenChannelAsync())
            {
                await leaving.WriteAsync(Encoding.ASCII.GetBytes(half));
            }

            await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint).WaitAsync(WaitTimeout);
            await CallAsync(client, "guest-ping");
        }
    }

    [GuestAgentFact]
    public async Task Connect_WhileAnotherClientIsServed_ThrowsTimeout()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient first = await AgentClient.ConnectAsync(agent.Endpoint);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(agent.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
    }

    [QemuFact]
    public async Task Connect_ToGuestWithoutAgent_ThrowsTimeout()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        string socket = Path.Combine(directory.FullName, "qga");
        await using RealQemu qemu = await RealQemu.StartAsync(
            "-M",
            "q35",
            "-device",
            "virtio-serial-pci",
            "-chardev",
            $"socket,id=c,path={socket},server=on,wait=off",
            "-device",
            "virtserialport,chardev=c,name=org.qemu.guest_agent.0"
        );
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync($"unix:{socket}", new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        directory.Delete(recursive: true);
    }

    [GuestAgentFact]
    public async Task Call_BehindCanceledOne_WaitsUntilAgentContinues()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        using CancellationTokenSource cancel = new();
        await agent.PauseAsync();
        Task canceled = client.ExecuteRawAsync("guest-sync", JsonElement.Parse("""{"id": -1}"""), cancel.Token);
        Task<QmpValue> call = CallAsync(client, "guest-sync", """{"id": 4711}""");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.False(call.IsCompleted);

        await agent.ResumeAsync();
        Assert.Equal(4711, (await call).GetInt64());
    }

    [GuestAgentFact]
    public async Task PendingCall_WhenAgentIsKilled_Throws()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        await agent.PauseAsync();
        Task[] pending = [.. Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("guest-ping"))];
        agent.Kill();
        foreach (Task call in pending)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        }

        await client.Closed.WaitAsync(WaitTimeout);
    }

    [GuestAgentFact]
    public async Task Client_WhenAgentIsKilledWithinAReplyAndRestarted_Continues()
    {
        await using RealGuestAgent killed = await RealGuestAgent.StartAsync();
        await using RealGuestAgent started = await RealGuestAgent.StartAsync();
        string path = Path.Combine(killed.Directory, "file");
        await File.WriteAllBytesAsync(path, new byte[4_000_000]);
        await using Stream channel = await killed.OpenChannelAsync();
        await using Stream next = await started.OpenChannelAsync();
        FaultyStream port = new(channel) { ReadLimit = 100_000, KeepsInnerOpen = true };
        await using AgentClient client = await AgentClient.ConnectAsync(port).WaitAsync(WaitTimeout);
        long handle = await OpenAsync(client, path, "r");
        Task lost = client.ExecuteRawAsync(
            "guest-file-read",
            JsonElement.Parse($$"""{"handle": {{handle}}, "count": 4000000}""")
        );
        await port.ReadLimitReached.WaitAsync(WaitTimeout);
        killed.Kill();
        await next.WriteAsync("e\": [\"half a request\"]}}\n{\"execute\": \"gue"u8.ToArray());
        port.ContinueWith(next);

        Assert.Equal(4711, (await CallAsync(client, "guest-sync", """{"id": 4711}""")).GetInt64());
        await Assert.ThrowsAsync<QmpConnectionException>(() => lost.WaitAsync(WaitTimeout));
        await CallAsync(client, "guest-ping");
    }

    private static Task<QmpValue> CallAsync(AgentClient client, string command, string arguments = "{}") =>
        client.ExecuteRawAsync(command, JsonElement.Parse(arguments)).WaitAsync(WaitTimeout);

    private static async Task<long> OpenAsync(AgentClient client, string path, string mode) =>
        (
            await CallAsync(client, "guest-file-open", $$"""{"path": {{(QmpValue)path}}, "mode": "{{mode}}"}""")
        ).GetInt64();
}
