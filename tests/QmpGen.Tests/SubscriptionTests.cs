using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>Who gets which events, until when.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task A_subscription_starts_at_the_call_and_every_subscriber_gets_every_event()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> first = client.Events.ReadAllAsync();
            using QmpSubscription<QmpEvent> second = client.Events.ReadAllAsync();
            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(first, 1)));
            Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(second, 1)));
        }
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_and_is_told_how_many()
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBufferCapacity = 3 });
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            for (int i = 1; i <= 10; i++)
            {
                await peer.SendAsync($$"""{"event": "EVENT_{{i}}"}""");
            }

            await RoundTripAsync(peer, client);
            Assert.Equal(7, events.Dropped);
            Assert.Equal(
                ["EVENT_8", "EVENT_9", "EVENT_10"],
                (await TakeAsync(events, 3)).Cast<QmpUnknownEvent>().Select(e => e.WireName)
            );
        }
    }

    [Fact]
    public async Task The_enumeration_ends_when_the_client_is_disposed()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        {
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            Task<List<QmpEvent>> reading = TakeAsync(events);
            await client.DisposeAsync();
            Assert.Empty(await reading);
            Assert.Empty(await TakeAsync(client.Events.ReadAllAsync()));
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
            await peer.SendAsync(Stop);
            peer.Close();
            List<QmpEvent> got = [];
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(async () =>
            {
                await foreach (QmpEvent next in events)
                {
                    got.Add(next);
                }
            });
            Assert.IsType<StopEvent>(Assert.Single(got));
            Assert.IsType<QmpConnectionException>(e.InnerException);
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
    public async Task The_enumeration_throws_what_tells_of_a_peer_that_broke_the_protocol()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpSubscription<StopEvent> events = client.Subscribe<StopEvent>();
            await peer.SendAsync("(qemu) ");
            await Assert.ThrowsAsync<QmpProtocolException>(() => TakeAsync(events));
        }
    }

    [Fact]
    public async Task Disposing_gives_out_what_is_there_and_takes_no_more()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            events.Dispose();
            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            Assert.Single(await TakeAsync(events));
        }
    }
}
