using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class GuestAgentCallTests
{
    private const string Refusal = """{"error": {"class": "GenericError", "desc": "the agent has been told not to"}}""";

    [Fact]
    public async Task With_ids_a_late_answer_of_a_cancelled_call_is_dropped()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            Task cancelled = client.ExecuteRawAsync("guest-exec", cancellationToken: cancel.Token);
            Request first = await peer.ExpectAsync("guest-exec");
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            Request second = await peer.ExpectAsync("guest-file-open");
            Assert.Equal($$"""{"execute":"guest-file-open","id":{{second.Id}}}""", second.Line);
            await peer.AnswerAsync(first, "1");
            await peer.AnswerAsync(second, "2");
            Assert.Equal(2, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task Without_ids_every_request_is_led_by_a_mark_and_has_no_id()
    {
        var (peer, client) = await AgentPeer.ConnectAsync(echoes: false);
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            long first = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.AnswerMarkedAsync(first, """{"return": 1000}""");
            Assert.Equal(1000, (await call.WaitAsync(Patience)).GetInt32());

            Task failing = client.ExecuteRawAsync("guest-file-open");
            long second = await peer.ExpectMarkedAsync("guest-file-open");
            Assert.Equal(first + 1, second);
            await peer.AnswerMarkedAsync(second, """{"error": {"class": "GenericError", "desc": "no such file"}}""");
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => failing.WaitAsync(Patience));
            Assert.Equal("no such file", e.Description);
        }
    }

    [Fact]
    public async Task An_agent_that_takes_ids_and_does_not_echo_them_gets_marks_too()
    {
        await using ScriptedPeer peer = await CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        (long probe, long start) = await peer.ReceiveSyncAsync();
        await peer.SendMarkedAsync($$"""{"return": {{probe}}}""");
        await peer.SendMarkedAsync($$"""{"return": {{start}}}""");
        await using AgentClient client = await connecting.WaitAsync(Patience);
        Task<JsonElement> call = client.ExecuteRawAsync("guest-ping");
        await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-ping"), """{"return": {}}""");
        await call.WaitAsync(Patience);
    }

    [Fact]
    public async Task Without_ids_the_late_answer_of_a_cancelled_call_reaches_no_other()
    {
        var (peer, client) = await AgentPeer.ConnectAsync(echoes: false);
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            Task cancelled = client.ExecuteRawAsync("guest-file-open", cancellationToken: cancel.Token);
            long first = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.SendMarkedAsync($$"""{"return": {{first}}}""");
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            long second = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.SendLineAsync("""{"return": 1000}""");
            await peer.SendLineAsync("""{"return": 1001}""");
            await peer.AnswerMarkedAsync(second, """{"return": 1002}""");
            Assert.Equal(1002, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task Without_ids_many_calls_at_once_get_their_own_answers()
    {
        var (peer, client) = await AgentPeer.ConnectAsync(echoes: false);
        await using (peer)
        await using (client)
        {
            Task answering = Task.Run(async () =>
            {
                for (int i = 0; i < 400; i++)
                {
                    long mark = await peer.ReceiveMarkAsync();
                    string command = JsonElement.Parse(await peer.ReceiveAsync()).GetProperty("execute").GetString()!;
                    await peer.AnswerMarkedAsync(mark, $$"""{"return": "{{command}}"}""");
                }
            });
            await Parallel.ForAsync(0, 400, async (i, token) =>
                Assert.Equal($"guest-{i}", (await client.ExecuteRawAsync($"guest-{i}", cancellationToken: token)).GetString()));
            await answering;
        }
    }

    [Fact]
    public async Task Without_ids_a_mark_that_the_caller_asks_for_is_an_answer()
    {
        var (peer, client) = await AgentPeer.ConnectAsync(echoes: false);
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("guest-sync-delimited", JsonElement.Parse("""{"id": 5}"""));
            long mark = await peer.ReceiveMarkAsync();
            await peer.ReceiveAsync();
            await peer.SendMarkedAsync($$"""{"return": {{mark}}}""");
            await peer.SendMarkedAsync("""{"return": 5}""");
            Assert.Equal(5, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_without_an_answer_ends_when_it_is_written_and_its_error_is_logged(bool echoes)
    {
        RecordingLogger log = new();
        var (peer, client) = await AgentPeer.ConnectAsync(echoes, new() { Logger = log });
        await using (peer)
        await using (client)
        {
            JsonElement nothing = await client.ExecuteRawAsync("guest-shutdown").WaitAsync(Patience);
            Assert.Equal("{}", nothing.GetRawText());
            await client.ExecuteAsync(new Suspend()).WaitAsync(Patience);
            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");

            if (echoes)
            {
                await peer.ExpectAsync("guest-shutdown");
                Request suspend = await peer.ExpectAsync("guest-suspend-disk");
                await peer.SendLineAsync(Refusal.Insert(1, $"\"id\": {suspend.Id}, "));
                await peer.AnswerAsync(await peer.ExpectAsync("guest-file-open"), "7");
            }
            else
            {
                await peer.SendMarkedAsync($$"""{"return": {{await peer.ExpectMarkedAsync("guest-shutdown")}}}""");
                await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-suspend-disk"), Refusal);
                await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-file-open"), """{"return": 7}""");
            }

            Assert.Equal(7, (await call.WaitAsync(Patience)).GetInt32());
            Assert.Equal(
                "The command guest-suspend-disk, which is not answered when it succeeds, has failed: the agent has been told not to",
                await log.FirstWarning.WaitAsync(Patience));
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
            Assert.IsType<QmpConnectionException>(client.CloseCause);
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

    private sealed record Suspend : QmpArguments, IQmpCommand
    {
        string IQmpCommand.WireName => "guest-suspend-disk";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(Json.QmpWriter writer) => writer.Extra(this);
    }
}
