using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>What leaves, and what is refused before it does.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_request_is_compact_and_ends_with_one_newline()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            _ = client.ExecuteRawAsync("object-add", JsonElement.Parse("""{ "id" : "ö\"<" , "size" : 1 }"""));
            Assert.Equal(
                """{"execute":"object-add","arguments":{"id":"ö\"<","size":1},"id":2}""",
                await peer.ReceiveAsync()
            );
            _ = client.ExecuteRawAsync("query-status", JsonElement.Parse("{}"));
            Assert.Equal("""{"execute":"query-status","id":3}""", await peer.ReceiveAsync());
        }
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""", "surrogate")]
    [InlineData("""{"a": "\uffff"}""", "U+FFFF")]
    [InlineData("""{"a": ["\ufdd0"]}""", "U+FDD0")]
    [InlineData("""{"\ufdd0": 1}""", "U+FDD0")]
    [InlineData("""{"a": {"b": 1, "b": 2}}""", "'b' is there twice")]
    [InlineData("[1]", "object")]
    [InlineData("null", "object")]
    public async Task What_QEMU_could_not_read_is_refused_before_a_byte_leaves(string arguments, string reason)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
                client.ExecuteRawAsync("bad", JsonElement.Parse(arguments))
            );
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
            await AssertUsableAsync(peer, client);
        }
    }

    [Fact]
    public async Task Too_many_levels_are_refused_before_a_byte_leaves()
    {
        JsonElement deep = JsonElement.Parse(
            $$"""{"a": {{new string('[', 1100)}}{{new string(']', 1100)}}}""",
            new JsonDocumentOptions { MaxDepth = 2000 }
        );
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            QmpArgumentException e = await Assert.ThrowsAsync<QmpArgumentException>(() =>
                client.ExecuteRawAsync("bad", deep)
            );
            Assert.Contains("nested", e.Message, StringComparison.Ordinal);
            await AssertUsableAsync(peer, client);
        }
    }

    [Fact]
    public async Task A_command_name_that_cannot_be_sent_is_refused()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            await Assert.ThrowsAsync<QmpArgumentException>(() => client.ExecuteRawAsync("x\ud800"));
            await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteRawAsync(""));
            await AssertUsableAsync(peer, client);
        }
    }
}
