using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class RequestEncodingTests
{
    [Fact]
    public async Task Request_WhenSent_IsCompactAndEndsWithOneNewline()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        _ = peer.Client.ExecuteRawAsync("object-add", JsonElement.Parse("""{ "id" : "ö\"<" , "size" : 1 }"""));
        Assert.Equal(
            """{"execute":"object-add","arguments":{"id":"ö\"<","size":1},"id":2}""",
            await peer.ReceiveAsync()
        );
        _ = peer.Client.ExecuteRawAsync("query-status", JsonElement.Parse("{}"));
        Assert.Equal("""{"execute":"query-status","id":3}""", await peer.ReceiveAsync());
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""", "")]
    [InlineData("""{"a": "\uffff"}""", "U+FFFF")]
    [InlineData("""{"a": ["\ufdd0"]}""", "U+FDD0")]
    [InlineData("""{"\ufdd0": 1}""", "U+FDD0")]
    [InlineData("""{"a": {"b": 1, "b": 2}}""", "'b'")]
    [InlineData("[1]", "")]
    [InlineData("null", "")]
    public async Task Request_UnreadableForQemu_ThrowsAndSendsNothing(string arguments, string part)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
            peer.Client.ExecuteRawAsync("bad", JsonElement.Parse(arguments))
        );
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task Request_NestedTooDeeply_ThrowsAndSendsNothing()
    {
        JsonElement deep = JsonElement.Parse(
            $$"""{"a": {{new string('[', 1100)}}{{new string(']', 1100)}}}""",
            new JsonDocumentOptions { MaxDepth = 2000 }
        );
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
            peer.Client.ExecuteRawAsync("bad", deep)
        );
        Assert.Contains("1000", e.Message, StringComparison.Ordinal);
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task CommandName_ThatCannotBeEncoded_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        await Assert.ThrowsAsync<QmpArgumentException>(() => peer.Client.ExecuteRawAsync("x\ud800"));
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task CommandName_WhenEmpty_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => peer.Client.ExecuteRawAsync(""));
        await peer.AssertUsableAsync();
    }
}
