using System.Text;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Arbitrary bytes from a guest, which at worst end the connection.</summary>
public sealed class GuestAgentHostileInputTests
{
    public static TheoryData<string> EndlessContents =>
        ["endless garbage ", "\u00FF{\"return\": [", "\u00FF{\"return\": 1}", "\u00FF{}}", "\u00FF{x}", "\u00FF"];

    public static TheoryData<string> EndlessObjects =>
        [
            "{}",
            "{x}",
            "{\u00FF",
            "{\"event\": \"STOP\"}",
            "{\"\\ud800\": 1}",
            "{\"return\":}",
            "{\"return\": tru}",
            $"{{\"return\": {new string('[', 1100)}{new string(']', 1100)}}}",
        ];

    [Fact]
    public async Task Connect_WhenStaleBytesNeverEnd_ThrowsAtLimit()
    {
        string garbage = string.Concat(Enumerable.Repeat("\u00FFendless garbage ", 4096));
        FaultyStream flood = new(Stream.Null) { EndlessContent = garbage };
        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() =>
            AgentClient.ConnectAsync(flood, new() { ConnectTimeout = TimeSpan.FromMinutes(5) })
        );
        Assert.Contains($"{NoiseLimit.MaxBytes / 1_000_000}", e.Message, StringComparison.Ordinal);
        Assert.True(flood.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(EndlessContents))]
    [MemberData(nameof(EndlessObjects))]
    public void StaleBytes_WhileSkipped_AreNotKept(string latin1)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(latin1, 1000)));
        ReadOnlyMemory<byte> buffer = bytes;
        Assert.False(new SyncResponseScanner(4711).TrySkipToResponse(ref buffer));
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(EndlessObjects))]
    public async Task Objects_WithoutResponse_EndTheConnection(string json)
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-ping");
        string flood = string.Concat(Enumerable.Repeat(json, NoiseLimit.MaxObjects + 1));
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes(flood));
        await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
        Assert.IsType<QmpProtocolException>(await peer.Client.Closed.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Objects_BetweenResponses_AreCountedFromZero()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        string noise = string.Concat(Enumerable.Repeat("{x}", NoiseLimit.MaxObjects * 3 / 4));
        for (int i = 0; i < 3; i++)
        {
            await peer.SendBytesAsync(Encoding.Latin1.GetBytes(noise));
            await peer.AssertUsableAsync();
        }
    }

    public static TheoryData<string> StrayBytes =>
        [
            "not JSON",
            "]}\"\\",
            $"{{\"return\": {new string('[', 2000)}{new string(']', 2000)}}}",
            "{\"return\" 1}",
            "{\"return\": \u00FF1}",
            "{\"QMP\": {}}",
            "{\"error\": 1, \"event\": \"STOP\"}",
        ];

    [Theory]
    [MemberData(nameof(StrayBytes))]
    public async Task StrayBytes_BetweenReplies_AreIgnored(string latin1)
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        for (int i = 0; i < 3; i++)
        {
            await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
            Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");
            await peer.ReplyBetweenTokensAsync(
                await peer.ExpectBetweenTokensAsync("guest-file-open"),
                $$"""{"return": {{i}}}"""
            );
            Assert.Equal(i, (await call.WaitAsync(WaitTimeout)).GetInt64());
        }
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("[")]
    public async Task Reply_WithoutEnd_EndsConnectionAndCalls(string start)
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync(
            new() { MaxMessageBytes = 65_536 }
        );
        Task<QmpValue>[] calls = [.. Enumerable.Range(0, 3).Select(_ => peer.Client.ExecuteRawAsync("guest-ping"))];
        await peer.SendBytesAsync(Encoding.Latin1.GetBytes($"{{\"return\": {start}{new string('[', 70_000)}"));
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<QmpMessageTooLargeException>(() => call.WaitAsync(WaitTimeout));
        }

        QmpException? cause = await peer.Client.Closed.WaitAsync(WaitTimeout);
        Assert.Equal(65_536, Assert.IsType<QmpMessageTooLargeException>(cause).Limit);
    }

    [Fact]
    public async Task Reply_WithoutCall_IsIgnored()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        await peer.SendLineAsync("""{"return": 1}""");
        await peer.SendDelimitedAsync("""{"return": -9223372036854775808}""");
        await peer.SendDelimitedAsync("""{"return": 9223372036854775807}""");
        await peer.SendDelimitedAsync("""{"return": 1e3, "id": {}}""");
        await peer.SendLineAsync("""{"event": "STOP"}{"id": 1}{"QMP": {}}{"return": 3, "id": 1}""");

        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");
        await peer.ReplyBetweenTokensAsync(await peer.ExpectBetweenTokensAsync("guest-file-open"), """{"return": 2}""");
        Assert.Equal(2, (await call.WaitAsync(WaitTimeout)).GetInt64());
    }
}
