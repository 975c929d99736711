using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Error messages without the id of a request.</summary>
public sealed class ErrorWithoutIdTests
{
    [Fact]
    public async Task ErrorWithoutId_WithOnePendingCall_FailsThatCall()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.Qemu212);
        Task call = peer.Client.ExecuteRawAsync("no-such");
        await peer.ExpectAsync("no-such");
        await peer.SendAsync(
            """{"error": {"class": "CommandNotFound", "desc": "The command no-such has not been found"}}"""
        );
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call);
        Assert.Equal("CommandNotFound", e.ErrorClass);
        await peer.AssertUsableAsync();
    }

    [Theory]
    [InlineData("The command query-block-jobs has not been found")]
    [InlineData("The command 'query-block-jobs' does not support OOB")]
    public async Task ErrorWithoutId_QuotingACommand_FailsThatCall(string description)
    {
        string[] commands = ["query-block", "query-status", "query-block-jobs", "query", "query-jobs"];
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.Qemu212);
        Task[] calls = [.. commands.Select(command => peer.Client.ExecuteRawAsync(command))];
        List<ReceivedRequest> sent = [];
        foreach (string command in commands)
        {
            sent.Add(await peer.ExpectAsync(command));
        }

        await peer.SendAsync($$$"""{"error": {"class": "CommandNotFound", "desc": "{{{description}}}"}}""");
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => calls[2].WaitAsync(WaitTimeout));
        Assert.Equal("query-block-jobs", e.Command);
        foreach (ReceivedRequest request in sent.Where(request => request.Command != "query-block-jobs"))
        {
            await peer.ReplyAsync(request);
        }

        await Task.WhenAll(calls.Where(call => call != calls[2])).WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task ErrorWithoutId_WhenAmbiguous_EndsTheConnection()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task[] calls = [.. Enumerable.Range(0, 5).Select(_ => peer.Client.ExecuteRawAsync("query-status"))];
        for (int i = 0; i < 5; i++)
        {
            await peer.ExpectAsync("query-status");
        }

        await peer.SendAsync(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, Missing value in dict"}}"""
        );
        foreach (Task call in calls)
        {
            QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
            Assert.Matches(@"\b5\b", e.Message);
            Assert.Contains("Missing value in dict", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ErrorWithoutId_WithoutCall_IsIgnored()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using QmpExpectation<QmpUnknownEvent> wait = peer.Client.Expect<QmpUnknownEvent>();
        await peer.SendAsync("""{"error": {"class": "GenericError", "desc": "JSON parse error"}}""");
        await peer.SendAsync("""{"event": "STOP"}""");
        await wait.WaitAsync(WaitTimeout);
        await peer.AssertUsableAsync();
    }
}
