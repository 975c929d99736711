using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task Answers_find_their_calls_in_whatever_order_they_come()
    {
        var (peer, client) = await ConnectAsync(NoOob);
        await using (peer)
        await using (client)
        {
            Task<JsonElement>[] calls = [.. Enumerable.Range(0, 100).Select(i => client.ExecuteRawAsync($"query-{i}"))];
            Stack<(Request Request, int Number)> sent = [];
            for (int i = 0; i < calls.Length; i++)
            {
                sent.Push((await peer.ExpectAsync($"query-{i}"), i));
            }

            foreach ((Request request, int number) in sent)
            {
                await peer.AnswerAsync(request, $"{number}");
            }

            JsonElement[] answers = await Task.WhenAll(calls).WaitAsync(Patience);
            Assert.Equal(Enumerable.Range(0, 100), answers.Select(answer => answer.GetInt32()));
        }
    }

    [Fact]
    public async Task Calls_from_many_threads_end_with_their_own_answers()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task answering = Task.Run(async () =>
            {
                for (int i = 0; i < 800; i++)
                {
                    Request request = Request.Read(await peer.ReceiveAsync());
                    await peer.AnswerAsync(request, $"\"{request.Command}\"");
                }
            });
            await Parallel.ForAsync(
                0,
                800,
                async (i, token) =>
                    Assert.Equal(
                        $"query-{i}",
                        (await client.ExecuteRawAsync($"query-{i}", cancellationToken: token)).GetString()
                    )
            );
            await answering;
        }
    }

    [Fact]
    public async Task An_answer_with_an_unknown_id_is_dropped()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            await peer.SendAsync("""{"return": "other", "id": 4711}""");
            await peer.SendAsync("""{"return": "other", "id": "2"}""");
            await peer.AnswerAsync(request, "\"mine\"");
            Assert.Equal("mine", (await call).GetString());
        }
    }

    [Fact]
    public async Task An_error_has_its_class_and_description_and_the_connection_goes_on()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task call = client.ExecuteRawAsync("device_del", JsonElement.Parse("""{"id": "nope"}"""));
            Request request = await peer.ExpectAsync("device_del");
            await peer.SendAsync(
                $$$"""{"id": {{{request.Id}}}, "error": {"class": "DeviceNotFound", "desc": "Device 'nope' not found"}}"""
            );
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call);
            Assert.Equal(
                ("device_del", "DeviceNotFound", "Device 'nope' not found"),
                (e.Command, e.ErrorClass, e.Description)
            );
            await AssertUsableAsync(peer, client);
        }
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_connection_usable_and_its_late_answer_is_dropped()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            Task call = client.ExecuteRawAsync("slow", cancellationToken: cancel.Token);
            Request slow = await peer.ExpectAsync("slow");
            await cancel.CancelAsync();
            OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            Assert.Equal(cancel.Token, e.CancellationToken);
            await peer.AnswerAsync(slow);
            await AssertUsableAsync(peer, client);
        }
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_sends_nothing()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                client.ExecuteRawAsync("never", cancellationToken: new CancellationToken(true))
            );
            await AssertUsableAsync(peer, client);
        }
    }

    [Fact]
    public async Task Loss_of_the_connection_ends_every_call_with_the_cause()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. Enumerable.Range(1, 10).Select(i => client.ExecuteRawAsync($"query-{i}"))];
            for (int i = 1; i <= 8; i++)
            {
                await peer.ExpectAsync($"query-{i}");
            }

            Assert.False(client.Closed.IsCompleted);
            peer.Close();
            foreach (Task call in calls)
            {
                QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                    call.WaitAsync(Patience)
                );
                Assert.Same(await client.Closed, e.InnerException);
            }

            await client.Closed.WaitAsync(Patience);
            QmpConnectionException later = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                client.ExecuteRawAsync("later")
            );
            Assert.Same(await client.Closed, later.InnerException);
        }
    }

    [Fact]
    public async Task Disposing_ends_every_call_and_may_be_repeated()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        {
            Task call = client.ExecuteRawAsync("query");
            await peer.ExpectAsync("query");
            await client.DisposeAsync().AsTask().WaitAsync(Patience);
            await client.DisposeAsync();
            await Assert.ThrowsAsync<QmpConnectionException>(() => call);
            await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("later"));
            await client.Closed.WaitAsync(Patience);
            Assert.Null(await client.Closed);
        }
    }

    [Fact]
    public async Task Quit_followed_by_the_end_of_the_connection_has_succeeded()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task quit = client.ExecuteRawAsync("quit");
            Task other = client.ExecuteRawAsync("query-status");
            await peer.ExpectAsync("quit");
            await peer.ExpectAsync("query-status");
            peer.Close();
            await quit.WaitAsync(Patience);
            await Assert.ThrowsAsync<QmpConnectionException>(() => other);
        }
    }

    [Fact]
    public async Task A_message_of_an_unknown_kind_is_dropped_unless_it_answers_a_call()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task call = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            await peer.SendAsync("""{"news": {"return": 1}}""");
            await peer.SendAsync($$"""{"result": {}, "id": {{request.Id}}}""");
            await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(Patience));
            await AssertUsableAsync(peer, client);
        }
    }
}
