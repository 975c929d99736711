using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>Subscriptions to some events: by type, by a filter, by both.</summary>
public sealed class SubscriptionFilterTests
{
    [Fact]
    public async Task A_type_and_a_filter_say_what_a_subscriber_gets_from_the_call_on()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>();
            using QmpSubscription<QmpEvent> some = client.Subscribe<QmpEvent>(e => e is StopEvent or QmpUnknownEvent);
            using QmpSubscription<DeviceDeletedEvent> nic0 = client.Subscribe<DeviceDeletedEvent>(e =>
                e.Device == "nic0"
            );
            using QmpSubscription<DeviceDeletedEvent> nic1 = client.Subscribe(
                (DeviceDeletedEvent e) => e.Device == "nic1"
            );
            foreach (string sent in (string[])[Deleted("nic1"), Stop, Deleted("nic0"), """{"event": "OTHER"}""", Stop])
            {
                await peer.SendAsync(sent);
            }

            await RoundTripAsync(peer, client);
            await client.DisposeAsync();
            Assert.Equal(2, (await TakeAsync(stops)).Count);
            Assert.Equal(
                ["StopEvent", "QmpUnknownEvent", "StopEvent"],
                (await TakeAsync(some)).Select(e => e.GetType().Name)
            );
            Assert.Equal("/nic0", Assert.Single(await TakeAsync(nic0)).Path);
            Assert.Equal("/nic1", Assert.Single(await TakeAsync(nic1)).Path);
        }
    }

    [Fact]
    public async Task A_buffer_holds_events_of_its_type_before_the_filter()
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBufferCapacity = 3 });
        await using (peer)
        await using (client)
        {
            using QmpSubscription<DeviceDeletedEvent> nic0 = client.Subscribe<DeviceDeletedEvent>(e =>
                e.Device == "nic0"
            );
            using QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>();
            foreach (string device in (string[])["nic0", "nic0", "nic1", "nic2", "nic3", "nic0"])
            {
                await peer.SendAsync(Deleted(device));
            }

            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            await client.DisposeAsync();
            Assert.Equal((3, 0), (nic0.Dropped, stops.Dropped));
            Assert.Single(await TakeAsync(nic0));
            Assert.Single(await TakeAsync(stops));
        }
    }

    [Fact]
    public async Task A_filter_may_wait_for_the_connection_since_it_does_not_run_on_the_reader_loop()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>(_ =>
                client.QueryYankAsync(outOfBand: true).Wait(Patience)
            );
            await peer.SendAsync(Stop);
            Task<List<StopEvent>> taking = Task.Run(() => TakeAsync(stops, 1));
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
            Assert.Single(await taking);
        }
    }

    [Fact]
    public async Task A_filter_that_throws_ends_its_own_enumeration_and_nothing_else()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> broken = client.Subscribe<QmpEvent>(_ => throw new InvalidOperationException("mine"));
            using QmpSubscription<QmpEvent> whole = client.Events.ReadAllAsync();
            await peer.SendAsync(Stop);
            Assert.Equal(
                "mine",
                (await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(broken))).Message
            );
            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            Assert.Empty(await TakeAsync(broken));
            Assert.Equal(2, (await TakeAsync(whole, 2)).Count);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_enumeration_though_events_come_as_fast_as_the_filter_refuses_them(
        bool whenSubscribing
    )
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBufferCapacity = 2 });
        await using (peer)
        await using (client)
        {
            using CancellationTokenSource cancel = new();
            int asked = 0;
            bool Refuse(StopEvent stop)
            {
                PublishStop(client);
                cancel.Cancel();
                return ++asked == 1000 ? throw new InvalidOperationException("The token has no effect.") : false;
            }

            QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>(
                Refuse,
                whenSubscribing ? cancel.Token : default
            );
            PublishStop(client);
            await using IAsyncEnumerator<StopEvent> enumerator = stops.GetAsyncEnumerator(
                whenSubscribing ? default : cancel.Token
            );
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumerator.MoveNextAsync().AsTask());
        }
    }
}
