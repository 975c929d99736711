using System.Text.Json;
using QmpGen.CodeGeneration;
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

    // QEMU 2.12 and 3.0 decode the halves of an escaped surrogate pair separately.
    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("\u007f\u0080\u00a0\u00ad\u200b\u2028\u2029\ue000\ufeff\ufffd\U0001F600\U000E0001\U0010FFFD/<>&'+`")]
    public async Task Text_WithoutControlCharacters_IsSentAsRawUtf8(string text)
    {
        string escaped = string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        _ = peer.Client.ExecuteRawAsync("x", JsonElement.Parse($$$"""{"{{{escaped}}}": ["{{{escaped}}}"]}"""));
        _ = peer.Client.ExecuteAsync(new TextRequest(text) { ExtraArguments = { [text] = text } });
        Assert.Equal(
            $$$"""{"execute":"x","arguments":{"{{{text}}}":["{{{text}}}"]},"id":2}""",
            await peer.ReceiveAsync()
        );
        Assert.Equal(
            $$$"""{"execute":"{{{text}}}","arguments":{"text":"{{{text}}}","{{{text}}}":"{{{text}}}"},"id":3}""",
            await peer.ReceiveAsync()
        );
    }

    [Fact]
    public async Task Text_WithControlCharacters_IsEscapedOnlyThere()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        _ = peer.Client.ExecuteAsync(new TextRequest("\0\u0001\b\t\n\f\r\u001f\"\\\u007f\U0001F600"));
        const string Escaped = """\u0000\u0001\b\t\n\f\r\u001F\"\\""" + "\u007f\U0001F600";
        Assert.Equal(
            $$$"""{"execute":"{{{Escaped}}}","arguments":{"text":"{{{Escaped}}}"},"id":2}""",
            await peer.ReceiveAsync()
        );
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
    public async Task Request_OfTooManyBytes_ThrowsAndSendsNothing()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        string text = new('x', ParserLimits.MaxBytes);
        await Assert.ThrowsAsync<QmpArgumentException>(() => peer.Client.ExecuteAsync(new TextRequest(text)));
        await peer.AssertUsableAsync();
    }

    [Theory]
    [InlineData("0,", 2)]
    [InlineData("[],", 3)]
    [InlineData("{\"a\":0},", 6)]
    public async Task Request_OfTooManyTokens_ThrowsAndSendsNothing(string item, int tokenCount)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        int count = ParserLimits.MaxTokens / tokenCount;
        await Assert.ThrowsAsync<QmpArgumentException>(() => CallAsync(count));
        Task call = CallAsync(count - 20);
        await peer.ReplyAsync(await peer.ExpectAsync("x"));
        await call.WaitAsync(WaitTimeout);

        Task CallAsync(int count) =>
            peer.Client.ExecuteRawAsync(
                "x",
                JsonElement.Parse($$"""{"a":[{{string.Concat(Enumerable.Repeat(item, count))}}0]}""")
            );
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

    private sealed record TextRequest(string Text) : QmpArguments, IQmpCommand
    {
        string IQmpCommand.WireName => Text.Length > 100 ? "x" : Text;

        void IQmpCommand.WriteArguments(QmpWriter writer)
        {
            writer.WritePropertyName("text");
            writer.WriteString(Text);
            writer.WriteExtraArguments(this);
        }
    }
}
