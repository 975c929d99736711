using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Errors that come back without the id of the request that they are for.</summary>
public sealed class IdlessErrorTests
{
    [Fact]
    public async Task An_error_without_an_id_is_for_the_one_call_in_flight()
    {
        var (peer, client) = await ConnectAsync(Qemu212);
        await using (peer)
        await using (client)
        {
            Task call = client.ExecuteRawAsync("no-such");
            await peer.ExpectAsync("no-such");
            await peer.SendAsync(
                """{"error": {"class": "CommandNotFound", "desc": "The command no-such has not been found"}}"""
            );
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call);
            Assert.Equal("CommandNotFound", e.ErrorClass);
            await AssertUsableAsync(peer, client);
        }
    }

    [Theory]
    [InlineData("The command query-block-jobs has not been found")]
    [InlineData("The command 'query-block-jobs' does not support OOB")]
    public async Task An_error_without_an_id_is_for_the_call_whose_name_it_quotes(string description)
    {
        string[] commands = ["query-block", "query-status", "query-block-jobs", "query", "query-jobs"];
        var (peer, client) = await ConnectAsync(Qemu212);
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. commands.Select(command => client.ExecuteRawAsync(command))];
            List<Request> sent = [];
            foreach (string command in commands)
            {
                sent.Add(await peer.ExpectAsync(command));
            }

            await peer.SendAsync($$$"""{"error": {"class": "CommandNotFound", "desc": "{{{description}}}"}}""");
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => calls[2].WaitAsync(Patience));
            Assert.Equal("query-block-jobs", e.Command);
            foreach (Request request in sent.Where(request => request.Command != "query-block-jobs"))
            {
                await peer.AnswerAsync(request);
            }

            await Task.WhenAll(calls.Where(call => call != calls[2])).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task An_error_without_an_id_that_settles_nothing_fails_the_connection_with_a_clear_error()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.ExecuteRawAsync("query-status"))];
            for (int i = 0; i < 5; i++)
            {
                await peer.ExpectAsync("query-status");
            }

            await peer.SendAsync(
                """{"error": {"class": "GenericError", "desc": "JSON parse error, Missing value in dict"}}"""
            );
            foreach (Task call in calls)
            {
                QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(Patience));
                Assert.Contains("without an id while 5 calls were in flight", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task An_error_without_an_id_and_without_a_call_is_dropped()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<QmpUnknownEvent> wait = client.Expect<QmpUnknownEvent>();
            await peer.SendAsync("""{"error": {"class": "GenericError", "desc": "JSON parse error"}}""");
            await peer.SendAsync("""{"event": "STOP"}""");
            await wait.WaitAsync(Patience);
            await AssertUsableAsync(peer, client);
        }
    }
}
