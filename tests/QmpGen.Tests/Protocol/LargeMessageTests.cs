using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages above the 64 KiB at which other clients fail, within the default limit.</summary>
/// <remarks>The largest reply with a bound is that of <c>guest-file-read</c>, which exceeds 64 MiB.</remarks>
public sealed class LargeMessageTests
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    public async Task Reply_OfManyMebibytes_IsRead(int mebibytes)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.ReplyAsync(request, $"\"{new string('x', mebibytes * MiB)}\"").WaitAsync(WaitTimeout);
        Assert.Equal(mebibytes * MiB, (await call.WaitAsync(WaitTimeout)).GetString()!.Length);
        await peer.AssertUsableAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Event_OfManyMebibytes_IsRead(int mebibytes)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using QmpExpectation<QmpUnknownEvent> wait = peer.Client.Expect<QmpUnknownEvent>();
        await peer.SendAsync($$$"""{"event": "X_LARGE", "data": {"text": "{{{new string('x', mebibytes * MiB)}}}"}}""")
            .WaitAsync(WaitTimeout);
        QmpUnknownEvent large = await wait.WaitAsync(WaitTimeout);
        Assert.Equal(mebibytes * MiB, large.Data!.Json.GetProperty("text").GetString()!.Length);
        await peer.AssertUsableAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Request_OfManyMebibytes_IsSent(int mebibytes)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        string text = new('x', mebibytes * MiB);
        Task call = peer.Client.ExecuteRawAsync("x-large", JsonElement.Parse($$"""{"text":"{{text}}"}"""));
        ReceivedRequest request = await peer.ExpectAsync("x-large");
        Assert.Equal(
            Encoding.UTF8.GetByteCount($$$"""{"execute":"x-large","arguments":{"text":"{{{text}}}"},"id":2}"""),
            request.Line.Length
        );
        await peer.ReplyAsync(request);
        await call.WaitAsync(WaitTimeout);
        await peer.AssertUsableAsync();
    }
}
