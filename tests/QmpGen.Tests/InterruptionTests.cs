using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>What subscribers are told when the connection is lost and made again.</summary>
public sealed class InterruptionTests
{
    private static readonly QmpConnectionException s_cause = new("The peer closed the connection.");

    [Fact]
    public async Task Who_takes_every_event_finds_the_interruption_in_its_place_and_everybody_counts_it()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> all = client.Events.ReadAllAsync();
            using QmpSubscription<QmpEvent> filtered = client.Subscribe<QmpEvent>(e => e is QmpInterruptedEvent);
            using QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>();
            using QmpSubscription<QmpInterruptedEvent> interruptions = client.Subscribe<QmpInterruptedEvent>();
            await peer.SendAsync(Stop);
            await RoundTripAsync(peer, client);
            client.Events.Interrupt(s_cause);
            using QmpSubscription<QmpEvent> later = client.Events.ReadAllAsync();
            await peer.SendAsync(Deleted("nic0"));
            await RoundTripAsync(peer, client);
            await client.DisposeAsync();

            Assert.Equal(
                (1, 1, 1, 1, 0),
                (
                    all.Interruptions,
                    filtered.Interruptions,
                    stops.Interruptions,
                    interruptions.Interruptions,
                    later.Interruptions
                )
            );
            List<QmpEvent> got = await TakeAsync(all);
            Assert.Equal(["StopEvent", "QmpInterruptedEvent", "DeviceDeletedEvent"], got.Select(e => e.GetType().Name));
            Assert.Equal((s_cause, null), (((QmpInterruptedEvent)got[1]).Cause, got[1].Timestamp));
            Assert.Same(got[1], Assert.Single(await TakeAsync(filtered)));
            Assert.Single(await TakeAsync(stops));
            Assert.Same(got[1], Assert.Single(await TakeAsync(interruptions)));
            Assert.IsType<DeviceDeletedEvent>(Assert.Single(await TakeAsync(later)));
        }
    }

    [Fact]
    public async Task An_interruption_counts_though_its_mark_was_lost_with_the_oldest_events()
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBufferCapacity = 2 });
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> all = client.Events.ReadAllAsync();
            PublishStop(client);
            client.Events.Interrupt(s_cause);
            for (int i = 0; i < 3; i++)
            {
                PublishStop(client);
            }

            Assert.Equal((1, 2), (all.Interruptions, all.Dropped));
            await client.DisposeAsync();
            Assert.All(await TakeAsync(all), e => Assert.IsType<StopEvent>(e));
        }
    }

    [Fact]
    public async Task An_expectation_lives_on_and_says_when_it_times_out_that_the_event_may_have_been_missed()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<StopEvent> wait = client.Expect<StopEvent>();
            client.Events.Interrupt(s_cause);
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
                wait.WaitAsync(TimeSpan.Zero)
            );
            Assert.Contains("The connection was lost meanwhile", e.Message, StringComparison.Ordinal);
            PublishStop(client);
            await wait.WaitAsync(TimeSpan.Zero);
        }
    }
}
