using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class OutOfBandTests
{
    private static readonly JsonElement s_lock = JsonElement.Parse("""{"lock": false}""");

    [Theory]
    [InlineData(
        Qemu212,
        null,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    [InlineData(Qemu30, null, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(Qemu72, null, """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}""")]
    [InlineData(
        Qemu212,
        QmpOutOfBandDialect.ExecOob,
        """{"exec-oob":"x-oob-test","arguments":{"lock":false},"id":2}"""
    )]
    [InlineData(
        Qemu30,
        QmpOutOfBandDialect.ControlField,
        """{"execute":"x-oob-test","arguments":{"lock":false},"id":2,"control":{"run-oob":true}}"""
    )]
    public async Task Speaks_the_dialect_of_the_greeting_or_as_told(
        string greeting,
        QmpOutOfBandDialect? dialect,
        string expected
    )
    {
        var (peer, client) = await ConnectAsync(greeting, new() { OutOfBandDialect = dialect });
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawOutOfBandAsync("x-oob-test", s_lock);
            Assert.Equal(expected, await peer.ReceiveAsync());
            await peer.SendAsync("""{"return": {}, "id": 2}""");
            await call;
        }
    }

    [Theory]
    [InlineData(Qemu212, """{"execute":"migrate-pause","id":2,"control":{"run-oob":true}}""")]
    [InlineData(Qemu30, """{"exec-oob":"migrate-pause","id":2}""")]
    public async Task Without_arguments_the_request_is_as_short_as_can_be(string greeting, string expected)
    {
        var (peer, client) = await ConnectAsync(greeting);
        await using (peer)
        await using (client)
        {
            Task call = client.ExecuteOutOfBandAsync(new MigratePause());
            Assert.Equal(expected, await peer.ReceiveAsync());
            await peer.SendAsync("""{"return": {}, "id": 2}""");
            await call;
        }
    }

    [Fact]
    public async Task Eight_are_in_flight_and_an_out_of_band_call_passes_the_ninth()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. Enumerable.Range(1, 9).Select(i => client.ExecuteRawAsync($"in-band-{i}"))];
            List<Request> sent = [];
            for (int i = 1; i <= 8; i++)
            {
                sent.Add(await peer.ExpectAsync($"in-band-{i}"));
            }

            Task passing = client.ExecuteRawOutOfBandAsync("query-yank");
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "[]");
            await passing;

            await peer.AnswerAsync(sent[0]);
            sent.Add(await peer.ExpectAsync("in-band-9"));
            foreach (Request request in sent.Skip(1))
            {
                await peer.AnswerAsync(request);
            }

            await Task.WhenAll(calls).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_cancelled_call_keeps_its_place_until_the_answer_comes()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            Task[] eight =
            [
                .. Enumerable.Range(1, 8).Select(i => client.ExecuteRawAsync("stuck", cancellationToken: cancel.Token)),
            ];
            List<Request> sent = [];
            for (int i = 0; i < 8; i++)
            {
                sent.Add(await peer.ExpectAsync("stuck"));
            }

            await cancel.CancelAsync();
            foreach (Task call in eight)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            }

            Task waiting = client.ExecuteRawAsync("waiting");
            Task passing = client.ExecuteRawOutOfBandAsync("passing");
            await peer.AnswerAsync(await peer.ExpectAsync("passing"));
            await peer.AnswerAsync(sent[0]);
            await peer.AnswerAsync(await peer.ExpectAsync("waiting"));
            await Task.WhenAll(waiting, passing).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task With_a_QEMU_that_may_stop_reading_at_the_eighth_seven_are_in_flight()
    {
        var (peer, client) = await ConnectAsync(
            Qemu72.Replace("\"minor\": 2, \"major\": 7", "\"minor\": 2, \"major\": 5", StringComparison.Ordinal)
        );
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. Enumerable.Range(0, 8).Select(_ => client.ExecuteRawAsync("busy"))];
            List<Request> sent = [];
            while (sent.Count < 7)
            {
                sent.Add(await peer.ExpectAsync("busy"));
            }

            Task passing = client.ExecuteRawOutOfBandAsync("migrate-pause");
            await peer.AnswerAsync(await peer.ExpectAsync("migrate-pause"));
            await passing.WaitAsync(Patience);
            foreach (Request request in sent)
            {
                await peer.AnswerAsync(request);
            }

            await peer.AnswerAsync(await peer.ExpectAsync("busy"));
            await Task.WhenAll(calls).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task An_answer_to_a_call_that_has_not_left_is_no_answer()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            List<Task<JsonElement>> calls = [.. Enumerable.Range(0, 9).Select(_ => client.ExecuteRawAsync("busy"))];
            List<Request> requests = [];
            while (requests.Count < 8)
            {
                requests.Add(await peer.ExpectAsync("busy"));
            }

            await peer.SendAsync($$"""{"return": "forged", "id": {{requests[7].Id + 1}}}""");
            foreach (Request request in requests)
            {
                await peer.AnswerAsync(request);
            }

            await peer.AnswerAsync(await peer.ExpectAsync("busy"), "9");
            Assert.Equal(9, (await calls[8].WaitAsync(Patience)).GetInt32());
        }
    }

    [Fact]
    public async Task A_call_cancelled_before_its_turn_is_never_sent()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task[] eight = [.. Enumerable.Range(1, 8).Select(i => client.ExecuteRawAsync("first"))];
            using CancellationTokenSource cancel = new();
            Task withdrawn = client.ExecuteRawAsync("withdrawn", cancellationToken: cancel.Token);
            Task last = client.ExecuteRawAsync("last");
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
            for (int i = 0; i < 8; i++)
            {
                await peer.AnswerAsync(await peer.ExpectAsync("first"));
            }

            await peer.AnswerAsync(await peer.ExpectAsync("last"));
            await Task.WhenAll([.. eight, last]).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Whatever_is_cancelled_and_whenever_at_most_eight_are_in_flight_and_every_call_ends()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Random random = new(4711);
            CancellationTokenSource[] cancels =
            [
                .. Enumerable.Range(0, 300).Select(_ => new CancellationTokenSource()),
            ];
            Task[] calls =
            [
                .. cancels.Select(cancel => client.ExecuteRawAsync("query", cancellationToken: cancel.Token)),
            ];
            Task last = client.ExecuteRawAsync("last");
            Queue<Request> sent = [];
            int withdrawn = 0;
            while (true)
            {
                foreach (int i in Enumerable.Range(0, 3))
                {
                    await cancels[random.Next(cancels.Length)].CancelAsync();
                }

                Request request = Request.Read(await peer.ReceiveAsync());
                sent.Enqueue(request);
                if (request.Command == "last")
                {
                    break;
                }

                Assert.InRange(sent.Count, 1, MonitorDialect.DefaultWindow);
                if (sent.Count == MonitorDialect.DefaultWindow)
                {
                    await peer.AnswerAsync(sent.Dequeue());
                }
            }

            foreach (Request request in sent)
            {
                await peer.AnswerAsync(request);
            }

            await last.WaitAsync(Patience);
            foreach (Task call in calls)
            {
                await call.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
                withdrawn += call.IsCanceled ? 1 : 0;
            }

            Assert.InRange(withdrawn, 1, 299);
        }
    }

    [Fact]
    public async Task Without_oob_there_is_no_window()
    {
        var (peer, client) = await ConnectAsync(NoOob);
        await using (peer)
        await using (client)
        {
            Task[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.ExecuteRawAsync("query-status"))];
            List<Request> sent = [];
            for (int i = 0; i < 50; i++)
            {
                sent.Add(await peer.ExpectAsync("query-status"));
            }

            foreach (Request request in sent)
            {
                await peer.AnswerAsync(request);
            }

            await Task.WhenAll(calls).WaitAsync(Patience);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_there_is_no_out_of_band_execution_a_call_is_made_in_band_if_that_was_asked_for(
        bool byOption
    )
    {
        var (peer, client) = await ConnectAsync(NoOob, new QmpClientOptions { InBandFallback = byOption });
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = byOption
                ? client.ExecuteRawOutOfBandAsync("query-yank")
                : client.ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = true });
            Request request = await peer.ExpectAsync("query-yank");
            Assert.False(request.OutOfBand);
            await peer.AnswerAsync(request);
            await call.WaitAsync(Patience);

            QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
                client.ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = false })
            );
            Assert.Contains("not switched on in this session", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dropped_command_fails_alone()
    {
        var (peer, client) = await ConnectAsync(Qemu212);
        await using (peer)
        await using (client)
        {
            Task dropped = client.ExecuteRawAsync("query-block");
            Task other = client.ExecuteRawAsync("query-status");
            Request request = await peer.ExpectAsync("query-block");
            await peer.SendAsync(
                $$$"""{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": {{{request.Id}}}}}"""
            );
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => dropped);
            Assert.Equal("CommandDropped", e.ErrorClass);
            await peer.AnswerAsync(await peer.ExpectAsync("query-status"));
            await other.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_command_that_another_monitor_lost_is_not_ours()
    {
        var (peer, client) = await ConnectAsync(NoOob);
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query-status");
            Request request = await peer.ExpectAsync("query-status");
            await peer.SendAsync(
                $$$"""{"event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": {{{request.Id}}}}}"""
            );
            await peer.SendAsync("""{"event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": {"n": 1}}}""");
            await peer.AnswerAsync(request, """{"running": true}""");
            Assert.True((await call).GetProperty("running").GetBoolean());
        }
    }

    private sealed record MigratePause : QmpArguments, IQmpOutOfBandCommand
    {
        string IQmpCommand.WireName => "migrate-pause";

        bool IQmpCommand.AllowOob => true;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(CodeGeneration.QmpWriter writer) => writer.WriteExtraArguments(this);
    }
}
