using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Calls with records like the generated ones.</summary>
public sealed class TypedCallTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TypedCall_WithValidReply_ReturnsTheTypedResult(bool outOfBand)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        Task<string> call = peer.Client.QueryYankAsync(outOfBand);
        ReceivedRequest request = await peer.ExpectAsync("query-yank");
        Assert.Equal(outOfBand, request.OutOfBand);
        await peer.ReplyAsync(request, "\"yes\"");
        Assert.Equal("yes", await call.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task TypedCall_WithReplyOfWrongType_ThrowsWithCommandAndVersions()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        Task<string> call = peer.Client.ExecuteAsync(new QueryYank());
        await peer.ReplyAsync(await peer.ExpectAsync("query-yank"), "5");
        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => call);
        Assert.All(
            ["'query-yank'", "7.2.0", "7.2.22"],
            part => Assert.Contains(part, e.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task TypedCall_WithDuplicateExtraMember_ThrowsAndKeepsConnection()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QueryYank command = new()
        {
            ExtraArguments = { ["text"] = "fine", ["twice"] = QmpValue.Parse("""{"a": 1, "a": 2}""") },
        };
        await Assert.ThrowsAsync<QmpArgumentException>(() => peer.Client.ExecuteAsync(command));
        await peer.RoundTripAsync();
    }
}
