using System.Text;
using System.Text.Json;

namespace QmpGen.Tests;

public sealed class RealGuestAgentTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [GuestAgentFact]
    public async Task Answers_a_ping_and_tells_its_version_and_commands()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        Assert.Equal("{}", (await AskAsync(client, "guest-ping")).GetRawText());

        JsonElement info = await AskAsync(client, "guest-info");
        Assert.Matches(@"^\d+\.\d+\.\d+", info.GetProperty("version").GetString());
        IEnumerable<string?> unanswered = info.GetProperty("supported_commands")
            .EnumerateArray()
            .Where(command => !command.GetProperty("success-response").GetBoolean())
            .Select(command => command.GetProperty("name").GetString());
        Assert.Contains("guest-shutdown", unanswered);
        Assert.Equal("unknown", client.Greeting.Version.ToString());
    }

    [GuestAgentFact]
    public async Task Executes_a_program_and_tells_its_output()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        JsonElement started = await AskAsync(
            client,
            "guest-exec",
            """{"path": "/bin/echo", "arg": ["a", "b c"], "capture-output": true}"""
        );
        string pid = $$"""{"pid": {{started.GetProperty("pid").GetInt64()}}}""";
        JsonElement status = await AskAsync(client, "guest-exec-status", pid);
        using CancellationTokenSource limit = new(s_limit);
        while (!status.GetProperty("exited").GetBoolean())
        {
            limit.Token.ThrowIfCancellationRequested();
            status = await AskAsync(client, "guest-exec-status", pid);
        }

        Assert.Equal(0, status.GetProperty("exitcode").GetInt32());
        Assert.Equal("a b c\n", Encoding.UTF8.GetString(status.GetProperty("out-data").GetBytesFromBase64()));
    }

    [GuestAgentFact]
    public async Task Writes_and_reads_a_file()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        long handle = await OpenAsync(client, Path.Combine(agent.Directory, "file"), "w+");
        JsonElement written = await AskAsync(
            client,
            "guest-file-write",
            $$"""{"handle": {{handle}}, "buf-b64": "{{Convert.ToBase64String(content)}}"}"""
        );
        Assert.Equal(content.Length, written.GetProperty("count").GetInt32());
        await AskAsync(client, "guest-file-seek", $$"""{"handle": {{handle}}, "offset": 0, "whence": 0}""");
        JsonElement read = await AskAsync(
            client,
            "guest-file-read",
            $$"""{"handle": {{handle}}, "count": {{content.Length}}}"""
        );
        Assert.Equal(content, read.GetProperty("buf-b64").GetBytesFromBase64());
        await AskAsync(client, "guest-file-close", $$"""{"handle": {{handle}}}""");
        await Assert.ThrowsAsync<QmpCommandException>(() =>
            AskAsync(client, "guest-file-close", $$"""{"handle": {{handle}}}""")
        );
    }

    [GuestAgentFact]
    public async Task Many_calls_at_once_and_cancelled_ones_get_their_own_answers()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        await Parallel.ForAsync(
            0,
            200,
            async (i, _) =>
            {
                using CancellationTokenSource cancel = new();
                Task<JsonElement> cancelled = client.ExecuteRawAsync(
                    "guest-sync",
                    JsonElement.Parse("""{"id": -1}"""),
                    cancel.Token
                );
                await cancel.CancelAsync();
                Assert.Equal(i, (await AskAsync(client, "guest-sync", $$"""{"id": {{i}}}""")).GetInt32());
                await Task.WhenAny(cancelled);
            }
        );
    }

    [GuestAgentFact]
    public async Task A_command_without_an_answer_that_fails_disturbs_no_other()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        RecordingLogger log = new();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint, new() { Logger = log });
        await AskAsync(client, "guest-shutdown", """{"mode": "no such mode"}""");
        await AskAsync(client, "guest-ping");
        Assert.Contains("guest-shutdown", await log.FirstWarning.WaitAsync(s_limit), StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task The_next_client_skips_what_one_that_left_in_the_middle_of_an_answer_has_not_read()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        string path = Path.Combine(agent.Directory, "file");
        await File.WriteAllBytesAsync(path, new byte[4_000_000]);
        await using Stream channel = await agent.OpenChannelAsync();
        await using AgentClient leaving = await AgentClient.ConnectAsync(new Turn(channel, bytes: 100_000));
        long handle = await OpenAsync(leaving, path, "r");
        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            AskAsync(leaving, "guest-file-read", $$"""{"handle": {{handle}}, "count": 4000000}""")
        );

        await using AgentClient client = await AgentClient
            .ConnectAsync(new Turn(channel, bytes: int.MaxValue))
            .WaitAsync(s_limit);
        Assert.Equal(4711, (await AskAsync(client, "guest-sync", """{"id": 4711}""")).GetInt32());
    }

    [GuestAgentFact]
    public async Task The_next_client_is_understood_after_one_that_left_in_the_middle_of_a_request()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        foreach (string half in (string[])["""{"execute": "gue""", """{"execute": ["guest-ping" """, "{", "\"\\"])
        {
            await using (Stream leaving = await agent.OpenChannelAsync())
            {
                await leaving.WriteAsync(Encoding.ASCII.GetBytes(half));
            }

            await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint).WaitAsync(s_limit);
            await AskAsync(client, "guest-ping");
        }
    }

    [GuestAgentFact]
    public async Task A_second_client_is_told_why_it_hears_nothing()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient first = await AgentClient.ConnectAsync(agent.Endpoint);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync(agent.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
        Assert.Contains("another client", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Silence_of_a_guest_that_runs_no_agent_is_explained()
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
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient.ConnectAsync($"unix:{socket}", new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        Assert.Contains("does not run the agent", e.Message, StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    [GuestAgentFact]
    public async Task A_call_waits_for_a_cancelled_one_that_the_agent_has_not_come_to()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        using CancellationTokenSource cancel = new();
        await agent.PauseAsync();
        Task cancelled = client.ExecuteRawAsync("guest-sync", JsonElement.Parse("""{"id": -1}"""), cancel.Token);
        Task<JsonElement> call = AskAsync(client, "guest-sync", """{"id": 4711}""");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(call.IsCompleted);

        await agent.ResumeAsync();
        Assert.Equal(4711, (await call).GetInt32());
    }

    [GuestAgentFact]
    public async Task A_killed_agent_ends_every_pending_call()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        await agent.PauseAsync();
        Task[] pending = [.. Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("guest-ping"))];
        agent.Kill();
        foreach (Task call in pending)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_limit));
        }

        await client.Closed.WaitAsync(s_limit);
    }

    [GuestAgentFact]
    public async Task A_client_goes_on_with_an_agent_that_was_killed_in_the_middle_of_an_answer_and_started_again()
    {
        await using RealGuestAgent killed = await RealGuestAgent.StartAsync();
        await using RealGuestAgent started = await RealGuestAgent.StartAsync();
        string path = Path.Combine(killed.Directory, "file");
        await File.WriteAllBytesAsync(path, new byte[4_000_000]);
        await using Stream channel = await killed.OpenChannelAsync();
        await using Stream next = await started.OpenChannelAsync();
        RelayStream relay = new(channel, bytes: 100_000);
        await using AgentClient client = await AgentClient.ConnectAsync(relay).WaitAsync(s_limit);
        long handle = await OpenAsync(client, path, "r");
        Task lost = client.ExecuteRawAsync(
            "guest-file-read",
            JsonElement.Parse($$"""{"handle": {{handle}}, "count": 4000000}""")
        );
        await relay.Cut.WaitAsync(s_limit);
        killed.Kill();
        await next.WriteAsync("e\": [\"half a request\"]}}\n{\"execute\": \"gue"u8.ToArray());
        relay.GoOnWith(next);

        Assert.Equal(4711, (await AskAsync(client, "guest-sync", """{"id": 4711}""")).GetInt32());
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => lost.WaitAsync(s_limit));
        Assert.Contains("restarted", e.Message, StringComparison.Ordinal);
        await AskAsync(client, "guest-ping");
    }

    private static Task<JsonElement> AskAsync(AgentClient client, string command, string arguments = "{}") =>
        client.ExecuteRawAsync(command, JsonElement.Parse(arguments)).WaitAsync(s_limit);

    private static async Task<long> OpenAsync(AgentClient client, string path, string mode) =>
        (
            await AskAsync(client, "guest-file-open", $$"""{"path": {{(QmpValue)path}}, "mode": "{{mode}}"}""")
        ).GetInt64();

    /// <summary>A client's turn on a channel that stays open when the client leaves, as the host's end of a virtual
    /// serial port does.</summary>
    private sealed class Turn(Stream channel, int bytes) : MemoryStream
    {
        private int _left = bytes;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_left <= 0)
            {
                throw new IOException("The client leaves.");
            }

            int count = await channel.ReadAsync(buffer, cancellationToken);
            _left -= count;
            return count;
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => channel.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>The host's end of a virtual serial port: it stays open when the agent behind it is replaced.</summary>
    private sealed class RelayStream(Stream channel, int bytes) : MemoryStream
    {
        private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Stream> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = bytes;

        /// <summary>Completes when the first agent's bytes have passed.</summary>
        public Task Cut => _cut.Task;

        public void GoOnWith(Stream next) => _next.SetResult(next);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_left == 0)
            {
                _cut.TrySetResult();
                return await (await _next.Task.WaitAsync(cancellationToken)).ReadAsync(buffer, cancellationToken);
            }

            int count = await channel.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= count;
            return count;
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => (_next.Task.IsCompleted ? _next.Task.Result : channel).WriteAsync(buffer, cancellationToken);
    }
}
