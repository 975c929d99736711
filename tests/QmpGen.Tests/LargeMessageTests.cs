using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages far beyond the 64 KiB at which other clients give up, within the limit that there is by
/// default.</summary>
public sealed class LargeMessageTests
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task An_answer(int mebibytes)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            await peer.AnswerAsync(request, $"\"{new string('x', mebibytes * MiB)}\"").WaitAsync(Patience);
            Assert.Equal(mebibytes * MiB, (await call.WaitAsync(Patience)).GetString()!.Length);
            await AssertUsableAsync(peer, client);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task An_event(int mebibytes)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<QmpUnknownEvent> wait = client.Expect<QmpUnknownEvent>();
            await peer.SendAsync(
                    $$$"""{"event": "X_LARGE", "data": {"text": "{{{new string('x', mebibytes * MiB)}}}"}}"""
                )
                .WaitAsync(Patience);
            QmpUnknownEvent large = await wait.WaitAsync(Patience);
            Assert.Equal(mebibytes * MiB, large.Data!.Json.GetProperty("text").GetString()!.Length);
            await AssertUsableAsync(peer, client);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_request(int mebibytes)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            string text = new('x', mebibytes * MiB);
            Task call = client.ExecuteRawAsync("x-large", JsonElement.Parse($$"""{"text":"{{text}}"}"""));
            Request request = await peer.ExpectAsync("x-large");
            Assert.Equal(
                Encoding.UTF8.GetByteCount($$$"""{"execute":"x-large","arguments":{"text":"{{{text}}}"},"id":2}"""),
                request.Line.Length
            );
            await peer.AnswerAsync(request);
            await call.WaitAsync(Patience);
            await AssertUsableAsync(peer, client);
        }
    }
}
