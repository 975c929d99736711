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
    [InlineData("query-block-jobs")]
    [InlineData("com.example.stop")]
    [InlineData("found")]
    [InlineData("The")]
    [InlineData("The command stop has not been found")]
    [InlineData("\U0001F600")]
    [InlineData("ends with \0")]
    public async Task UnknownCommand_BesideOtherCalls_FailsAlone(string unknown)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.Qemu212);
        string[] commands = ["query", "stop", "command", unknown, "has", "example", "query-block", "jobs"];
        Task[] calls = [.. commands.Select(command => peer.Client.ExecuteRawAsync(command))];
        foreach (string command in commands)
        {
            await peer.ExpectAsync(command);
        }

        // QEMU 2.12 omits U+0000.
        string name = unknown.Replace("\0", "", StringComparison.Ordinal);
        await peer.SendAsync(
            $$$"""{"error": {"class": "CommandNotFound", "desc": "The command {{{name}}} has not been found"}}"""
        );
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => calls[3].WaitAsync(WaitTimeout));
        Assert.Equal(unknown, e.Command);
        Assert.Equal(commands.Length - 1, calls.Count(call => !call.IsCompleted));
    }

    [Fact]
    public async Task DisallowedOutOfBandCall_BesideSameCommandInBand_FailsAlone()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.Qemu212);
        Task inBand = peer.Client.ExecuteRawAsync("OOB");
        await peer.ExpectAsync("OOB");
        Task outOfBand = peer.Client.ExecuteRawOutOfBandAsync("OOB");
        await peer.ExpectAsync("OOB");
        await peer.SendAsync(
            """{"error": {"class": "GenericError", "desc": "The command OOB does not support OOB"}}"""
        );
        await Assert.ThrowsAsync<QmpCommandException>(() => outOfBand.WaitAsync(WaitTimeout));
        Assert.False(inBand.IsCompleted);
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
