using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>The channel stays open when the agent or the guest restarts.</summary>
public sealed class GuestAgentRestartTests
{
    public static TheoryData<string> PartialReplies =>
        ["{", "{\"return\": {\"buf-b64\": \"AAAA", "{\"return\": \"a \\", "{\"return\": [[1", "\u00FF{\"return\": 12"];

    [Theory]
    [MemberData(nameof(PartialReplies))]
    public async Task Call_AfterPartialReply_GetsItsOwnReply(string latin1)
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task lost = peer.Client.ExecuteRawAsync("guest-file-read");
        await peer.SendTokenAsync(await peer.ExpectBetweenTokensAsync("guest-file-read"));
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));

        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");
        await peer.ReplyBetweenTokensAsync(
            await peer.ExpectBetweenTokensAsync("guest-file-open"),
            """{"return": 1000}"""
        );
        Assert.Equal(1000, (await call.WaitAsync(WaitTimeout)).GetInt64());
        await AssertLostAsync(lost);
    }

    [Fact]
    public async Task Call_LostInRestart_ThrowsAtNextSyncToken()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task[] lost = [peer.Client.ExecuteRawAsync("guest-file-open"), peer.Client.ExecuteRawAsync("guest-file-open")];
        foreach (Task _ in lost)
        {
            await peer.ExpectBetweenTokensAsync("guest-file-open");
        }

        Task<QmpValue> next = peer.Client.ExecuteRawAsync("guest-fsfreeze-freeze");
        long token = await peer.ExpectBetweenTokensAsync("guest-fsfreeze-freeze");
        await peer.SendTokenAsync(token);
        foreach (Task call in lost)
        {
            await AssertLostAsync(call);
        }

        Assert.False(next.IsCompleted);
        await peer.SendLineAsync("""{"return": 1}""");
        await peer.SendTokenAsync(token + 1);
        Assert.Equal(1, (await next.WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task Reply_WithoutItsFirstSyncToken_ReachesNoOtherCall()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task first = peer.Client.ExecuteRawAsync("guest-file-open");
        await peer.SendTokenAsync(await peer.ExpectBetweenTokensAsync("guest-file-open"));
        Task second = peer.Client.ExecuteRawAsync("guest-file-open");
        long token = await peer.ExpectBetweenTokensAsync("guest-file-open");
        await peer.SendLineAsync("""{"return": 1001}""");
        await peer.SendTokenAsync(token + 1);
        await AssertLostAsync(first);
        await AssertLostAsync(second);
    }

    [Fact]
    public async Task Request_OnlyBehindPendingCall_StartsWith0xFF()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        foreach (bool replies in (bool[])[true, false])
        {
            Task call = peer.Client.ExecuteRawAsync("guest-ping");
            string sync = await peer.ReceiveAsync();
            Assert.Equal('{', sync[0]);
            await peer.ReceiveAsync();
            await peer.ReceiveAsync();
            if (replies)
            {
                long token = JsonElement.Parse(sync).GetProperty("arguments").GetProperty("id").GetInt64();
                await peer.ReplyBetweenTokensAsync(token, """{"return": {}}""");
                await call.WaitAsync(WaitTimeout);
            }
        }

        _ = peer.Client.ExecuteRawAsync("guest-ping");
        Assert.Equal('\uFFFD', (await peer.ReceiveAsync())[0]);
    }

    private static async Task AssertLostAsync(Task call)
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        Assert.Contains("'guest-file-", e.Message, StringComparison.Ordinal);
    }
}
