using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>The channel of a guest agent stays open when the agent is restarted, or the guest.</summary>
public sealed class RestartedAgentTests
{
    public static TheoryData<string> Halves =>
        ["{", "{\"return\": {\"buf-b64\": \"AAAA", "{\"return\": \"a \\", "{\"return\": [[1", "\u00FF{\"return\": 12"];

    [Theory]
    [MemberData(nameof(Halves))]
    public async Task A_call_after_half_an_answer_gets_its_own(string latin1)
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task lost = client.ExecuteRawAsync("guest-file-read");
            await peer.SendMarkAsync(await peer.ExpectMarkedAsync("guest-file-read"));
            await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));

            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-file-open"), """{"return": 1000}""");
            Assert.Equal(1000, (await call.WaitAsync(Patience)).GetInt32());
            await AssertLostAsync(lost);
        }
    }

    [Fact]
    public async Task A_call_that_it_lost_fails_with_the_next_mark()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task[] lost = [client.ExecuteRawAsync("guest-file-open"), client.ExecuteRawAsync("guest-file-open")];
            foreach (Task _ in lost)
            {
                await peer.ExpectMarkedAsync("guest-file-open");
            }

            Task<JsonElement> next = client.ExecuteRawAsync("guest-fsfreeze-freeze");
            long mark = await peer.ExpectMarkedAsync("guest-fsfreeze-freeze");
            await peer.SendMarkAsync(mark);
            foreach (Task call in lost)
            {
                await AssertLostAsync(call);
            }

            Assert.False(next.IsCompleted);
            await peer.SendLineAsync("""{"return": 1}""");
            await peer.SendMarkAsync(mark + 1);
            Assert.Equal(1, (await next.WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task An_answer_whose_first_mark_is_lost_reaches_no_other_call()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task first = client.ExecuteRawAsync("guest-file-open");
            await peer.SendMarkAsync(await peer.ExpectMarkedAsync("guest-file-open"));
            Task second = client.ExecuteRawAsync("guest-file-open");
            long mark = await peer.ExpectMarkedAsync("guest-file-open");
            await peer.SendLineAsync("""{"return": 1001}""");
            await peer.SendMarkAsync(mark + 1);
            await AssertLostAsync(first);
            await AssertLostAsync(second);
        }
    }

    [Fact]
    public async Task A_request_begins_with_a_0xFF_only_where_an_earlier_one_is_unanswered()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            foreach (bool answer in (bool[])[true, false])
            {
                Task call = client.ExecuteRawAsync("guest-ping");
                string sync = await peer.ReceiveAsync();
                Assert.Equal('{', sync[0]);
                await peer.ReceiveAsync();
                await peer.ReceiveAsync();
                if (answer)
                {
                    long mark = JsonElement.Parse(sync).GetProperty("arguments").GetProperty("id").GetInt64();
                    await peer.AnswerMarkedAsync(mark, """{"return": {}}""");
                    await call.WaitAsync(Patience);
                }
            }

            _ = client.ExecuteRawAsync("guest-ping");
            Assert.Equal('\uFFFD', (await peer.ReceiveAsync())[0]);
        }
    }

    private static async Task AssertLostAsync(Task call)
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience));
        Assert.Contains("the guest agent was restarted before it answered", e.Message, StringComparison.Ordinal);
    }
}
