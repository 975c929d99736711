using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class GuestAgentCallTests
{
    private const string Refusal = """{"error": {"class": "GenericError", "desc": "the agent has been told not to"}}""";

    [Fact]
    public async Task Every_request_is_between_marks_and_has_no_id()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            long first = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.AnswerMarkedAsync(first, """{"return": 1000}""");
            Assert.Equal(1000, (await call.WaitAsync(Patience)).GetInt32());

            Task failing = client.ExecuteRawAsync("guest-file-open");
            long second = await peer.ExpectMarkedAsync("guest-file-open");
            Assert.Equal(first + 2, second);
            await peer.AnswerMarkedAsync(second, """{"error": {"class": "GenericError", "desc": "no such file"}}""");
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => failing.WaitAsync(Patience));
            Assert.Equal("no such file", e.Description);
        }
    }

    [Fact]
    public async Task The_late_answer_of_a_cancelled_call_reaches_no_other()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            Task cancelled = client.ExecuteRawAsync("guest-file-open", cancellationToken: cancel.Token);
            long first = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.SendMarkAsync(first);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            long second = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.SendLineAsync("""{"return": 1000}""");
            await peer.SendLineAsync("""{"return": 1001}""");
            await peer.SendMarkAsync(first + 1);
            await peer.AnswerMarkedAsync(second, """{"return": 1002}""");
            Assert.Equal(1002, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task Many_calls_at_once_get_their_own_answers()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task answering = Task.Run(async () =>
            {
                for (int i = 0; i < 400; i++)
                {
                    (long mark, string request) = await peer.ReceiveMarkedAsync();
                    string command = JsonElement.Parse(request).GetProperty("execute").GetString()!;
                    await peer.AnswerMarkedAsync(mark, $$"""{"return": "{{command}}"}""");
                }
            });
            await Parallel.ForAsync(
                0,
                400,
                async (i, token) =>
                    Assert.Equal(
                        $"guest-{i}",
                        (await client.ExecuteRawAsync($"guest-{i}", cancellationToken: token)).GetString()
                    )
            );
            await answering;
        }
    }

    [Fact]
    public async Task A_mark_that_the_caller_asks_for_is_an_answer()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("guest-sync-delimited", JsonElement.Parse("""{"id": 5}"""));
            (long mark, _) = await peer.ReceiveMarkedAsync();
            await peer.SendMarkAsync(mark);
            await peer.SendMarkedAsync("""{"return": 5}""");
            await peer.SendMarkAsync(mark + 1);
            Assert.Equal(5, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task A_command_without_an_answer_ends_when_it_is_written_and_its_error_is_logged()
    {
        RecordingLogger log = new();
        var (peer, client) = await AgentPeer.ConnectAsync(new() { Logger = log });
        await using (peer)
        await using (client)
        {
            JsonElement nothing = await client.ExecuteRawAsync("guest-shutdown").WaitAsync(Patience);
            Assert.Equal("{}", nothing.GetRawText());
            await client.ExecuteAsync(new Suspend()).WaitAsync(Patience);
            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");

            long shutdown = await peer.ExpectMarkedAsync("guest-shutdown");
            await peer.SendMarkAsync(shutdown);
            await peer.SendMarkAsync(shutdown + 1);
            await peer.SendLineAsync(
                """{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}"""
            );
            await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-suspend-disk"), Refusal);
            await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-file-open"), """{"return": 7}""");
            Assert.Equal(7, (await call.WaitAsync(Patience)).GetInt32());
            Assert.Equal(
                "The command guest-suspend-disk, which is not answered when it succeeds, has failed: the agent has been told not to",
                await log.FirstWarning.WaitAsync(Patience)
            );
        }
    }

    [Fact]
    public async Task A_guest_that_shuts_down_ends_the_connection_and_no_call()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            await client.ExecuteRawAsync("guest-shutdown").WaitAsync(Patience);
            peer.Close();
            await client.Closed.WaitAsync(Patience);
            Assert.IsType<QmpConnectionException>(await client.Closed);
        }
    }

    [Fact]
    public async Task A_command_without_an_answer_that_cannot_be_written_fails()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            peer.Close();
            await client.Closed.WaitAsync(Patience);
            await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("guest-shutdown"));
        }
    }

    [Fact]
    public async Task A_command_without_an_answer_is_done_when_the_guest_is_gone_before_it_is_flushed()
    {
        await using ScriptedPeer peer = await CreateAsync();
        HeldFlushStream stream = new(peer.ClientStream);
        Task<AgentClient> connecting = AgentClient.ConnectAsync(stream);
        await peer.SynchroniseAsync();
        await using AgentClient client = await connecting.WaitAsync(Patience);
        stream.Holds = true;
        Task shutdown = client.ExecuteRawAsync("guest-shutdown");
        Task ping = client.ExecuteRawAsync("guest-ping");
        await peer.ExpectMarkedAsync("guest-shutdown");
        peer.Close();
        await shutdown.WaitAsync(Patience);
        await Assert.ThrowsAsync<QmpConnectionException>(() => ping.WaitAsync(Patience));
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_cancelled_call_that_a_silent_agent_does_not_answer()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            List<WeakReference> kept = [];
            for (int i = 0; i < 100; i++)
            {
                kept.Add(await CancelAsync(peer, client));
            }

            GC.Collect();
            Assert.InRange(kept.Count(reference => reference.IsAlive), 0, 10);
        }
    }

    /// <summary>Makes a call that is cancelled after it has been sent.</summary>
    /// <returns>What the call refers to.</returns>
    private static async Task<WeakReference> CancelAsync(ScriptedPeer peer, AgentClient client)
    {
        using CancellationTokenSource cancel = new();
        Task call = client.ExecuteRawAsync("guest-ping", cancellationToken: cancel.Token);
        await peer.ExpectMarkedAsync("guest-ping");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        return new WeakReference(cancel);
    }

    /// <summary>Writes, and does not get to know that it has written.</summary>
    private sealed class HeldFlushStream(Stream inner) : MemoryStream
    {
        public bool Holds { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            Holds ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
    }

    private sealed record Suspend : QmpArguments, IQmpCommand
    {
        string IQmpCommand.WireName => "guest-suspend-disk";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(CodeGeneration.QmpWriter writer) => writer.WriteExtraArguments(this);
    }
}
