using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task Events_come_typed_or_unknown_with_their_data_and_their_time()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            await peer.SendAsync("""{"timestamp": {"seconds": 1700000000, "microseconds": 123457}, "event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/x", "more": 1}}""");
            await peer.SendAsync("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP"}""");
            await peer.SendAsync("""{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "BRAND_NEW", "data": {"a": [1]}}""");
            await peer.SendAsync("""{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "DEVICE_DELETED", "data": {"device": "nic1"}}""");
            await peer.SendAsync("""{"event": "OTHER"}""");
            List<QmpEvent> got = await TakeAsync(events, 5);

            DeviceDeletedEvent deleted = Assert.IsType<DeviceDeletedEvent>(got[0]);
            Assert.Equal(("nic0", "/x"), (deleted.Device, deleted.Path));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000).AddMicroseconds(123457), deleted.Timestamp);
            Assert.Null(Assert.IsType<StopEvent>(got[1]).Timestamp);

            QmpUnknownEvent unknown = Assert.IsType<QmpUnknownEvent>(got[2]);
            Assert.Equal(("BRAND_NEW", """{"a": [1]}""", null), (unknown.WireName, unknown.Data!.ToString(), unknown.Problem));

            QmpUnknownEvent unreadable = Assert.IsType<QmpUnknownEvent>(got[3]);
            Assert.Contains("'path'", unreadable.Problem!.Message, StringComparison.Ordinal);
            Assert.Contains("QEMU 7.2.22", unreadable.Problem.Message, StringComparison.Ordinal);

            Assert.Equal(("OTHER", null), (Assert.IsType<QmpUnknownEvent>(got[4]).WireName, ((QmpUnknownEvent)got[4]).Data));
        }
    }

    [Fact]
    public async Task A_subscription_starts_at_the_call_and_every_subscriber_gets_every_event()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> first = client.Events.ReadAllAsync();
            using QmpSubscription<QmpEvent> second = client.Events.ReadAllAsync();
            await peer.SendAsync("""{"event": "STOP"}""");
            await RoundTripAsync(peer, client);
            Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(first, 1)));
            Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(second, 1)));
        }
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_and_is_told_how_many()
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBuffer = 3 });
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            for (int i = 1; i <= 10; i++)
                await peer.SendAsync($$"""{"event": "EVENT_{{i}}"}""");

            await RoundTripAsync(peer, client);
            Assert.Equal(7, events.Dropped);
            Assert.Equal(["EVENT_8", "EVENT_9", "EVENT_10"], (await TakeAsync(events, 3)).Cast<QmpUnknownEvent>().Select(e => e.WireName));
        }
    }

    [Fact]
    public async Task The_enumeration_ends_when_the_client_is_disposed()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        {
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            Task<List<QmpEvent>> reading = TakeAsync(events, int.MaxValue);
            await client.DisposeAsync();
            Assert.Empty(await reading);
            Assert.Empty(await TakeAsync(client.Events.ReadAllAsync(), int.MaxValue));
        }
    }

    [Fact]
    public async Task The_enumeration_throws_when_the_connection_is_lost_after_what_came_before()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            await peer.SendAsync("""{"event": "STOP"}""");
            peer.Close();
            List<QmpEvent> got = [];
            await Assert.ThrowsAsync<QmpConnectionException>(async () =>
            {
                await foreach (QmpEvent e in events)
                    got.Add(e);
            });
            Assert.IsType<StopEvent>(Assert.Single(got));
            await Assert.ThrowsAsync<QmpConnectionException>(() => TakeAsync(client.Events.ReadAllAsync(), 1));
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_enumeration()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync(cancel.Token);
            Task reading = TakeAsync(events, 1);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }
    }

    [Fact]
    public async Task An_expectation_holds_what_came_before_the_wait()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<DeviceDeletedEvent> wait = client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
            await peer.SendAsync("""{"event": "STOP"}""");
            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": "/1"}}""");
            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/0"}}""");
            await RoundTripAsync(peer, client);
            Assert.Equal("/0", (await wait.WithinAsync(TimeSpan.Zero)).Path);
        }
    }

    [Fact]
    public async Task An_expectation_that_is_not_met_says_what_did_not_come_and_why_that_may_be()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<DeviceDeletedEvent> wait = client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WithinAsync(TimeSpan.FromMilliseconds(20)));
            Assert.Contains("DeviceDeletedEvent did not come within 0.02 s", e.Message, StringComparison.Ordinal);
            Assert.Contains("guest", e.Message, StringComparison.Ordinal);

            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": "/1"}}""");
            await RoundTripAsync(peer, client);
            e = await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WithinAsync(TimeSpan.FromMilliseconds(20)));
            Assert.Contains("1 came that the predicate did not take", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_expectation_ends_when_it_is_given_up_cancelled_or_the_connection_lost()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpExpectation<StopEvent> wait = client.Expect<StopEvent>();
            using CancellationTokenSource cancel = new();
            Task cancelled = wait.WithinAsync(Patience, cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task givenUp = wait.WithinAsync(Patience);
            wait.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => givenUp);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WithinAsync(Patience));

            using QmpExpectation<StopEvent> lost = client.Expect<StopEvent>();
            Task losing = lost.WithinAsync(Patience);
            peer.Close();
            await Assert.ThrowsAsync<QmpConnectionException>(() => losing);
        }
    }

    [Fact]
    public async Task A_predicate_may_wait_for_the_connection_since_it_does_not_run_on_the_reader_loop()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<StopEvent> wait = client.Expect<StopEvent>(_ => client.QueryYankAsync(outOfBand: true).Wait(Patience));
            await peer.SendAsync("""{"event": "STOP"}""");
            Task<StopEvent> waiting = Task.Run(() => wait.WithinAsync(Patience));
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
            await waiting;
        }
    }

    [Fact]
    public async Task A_typed_answer_is_read_and_a_wrong_one_names_the_command_and_both_versions()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            Task<string> inBand = client.ExecuteAsync(new QueryYank());
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
            Assert.Equal("yes", await inBand);

            Task<string> outOfBand = client.ExecuteOutOfBandAsync(new QueryYank());
            Request request = await peer.ExpectAsync("query-yank");
            Assert.True(request.OutOfBand);
            await peer.AnswerAsync(request, "5");
            QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => outOfBand);
            Assert.Equal("The answer to 'query-yank' should be a string by the schema of QEMU 7.2.0, and is a number from QEMU 7.2.22.", e.Message);
        }
    }

    [Fact]
    public async Task An_extra_argument_that_repeats_is_refused_and_the_next_call_works()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QueryYank command = new() { ExtraArguments = { ["text"] = "fine", ["twice"] = QmpValue.Parse("""{"a": 1, "a": 2}""") } };
            await Assert.ThrowsAsync<QmpArgumentException>(() => client.ExecuteAsync(command));
            await RoundTripAsync(peer, client);
        }
    }

    private static async Task<(ScriptedPeer Peer, TypedClient Client)> ConnectTypedAsync(QmpClientOptions? options = null)
    {
        ScriptedPeer peer = await CreateAsync();
        return (peer, await peer.NegotiateAsync(TypedClient.ConnectAsync(peer.ClientStream, options), Qemu72));
    }

    /// <summary>When a call has been answered, whatever was sent before the answer has been read.</summary>
    private static async Task RoundTripAsync(ScriptedPeer peer, QmpClient client)
    {
        Task<JsonElement> call = client.ExecuteRawAsync("query-name");
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await call.WaitAsync(Patience);
    }

    private static async Task<List<QmpEvent>> TakeAsync(QmpSubscription<QmpEvent> events, int count)
    {
        List<QmpEvent> got = [];
        await foreach (QmpEvent e in events.WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            got.Add(e);
            if (got.Count == count)
                break;
        }

        return got;
    }
}
