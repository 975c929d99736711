using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

/// <summary>Notifies subscribers that the connection was lost and re-established.</summary>
public sealed class InterruptionTests
{
    private static readonly QmpConnectionException s_cause = new("The peer closed the connection.");

    [Fact]
    public async Task Interruption_WithSeveralSubscriptions_IsDeliveredInOrderAndCountedByEach()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> all = peer.Client.Events.ReadAllAsync();
        using QmpSubscription<QmpEvent> filtered = peer.Client.Subscribe<QmpEvent>(e => e is QmpInterruptedEvent);
        using QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>();
        using QmpSubscription<QmpInterruptedEvent> interruptions = peer.Client.Subscribe<QmpInterruptedEvent>();
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        peer.Client.Events.Interrupt(s_cause);
        using QmpSubscription<QmpEvent> later = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(DeviceDeleted("nic0"));
        await peer.RoundTripAsync();
        await peer.Client.DisposeAsync();

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
        List<QmpEvent> taken = await TakeAsync(all);
        Assert.Equal(["StopEvent", "QmpInterruptedEvent", "DeviceDeletedEvent"], taken.Select(e => e.GetType().Name));
        Assert.Equal((s_cause, null), (((QmpInterruptedEvent)taken[1]).Cause, taken[1].Timestamp));
        Assert.Same(taken[1], Assert.Single(await TakeAsync(filtered)));
        Assert.Single(await TakeAsync(stops));
        Assert.Same(taken[1], Assert.Single(await TakeAsync(interruptions)));
        Assert.IsType<DeviceDeletedEvent>(Assert.Single(await TakeAsync(later)));
    }

    [Fact]
    public async Task Interruption_WhenItsEventWasDropped_IsStillCounted()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 2 });
        using QmpSubscription<QmpEvent> all = peer.Client.Events.ReadAllAsync();
        PublishStop(peer.Client);
        peer.Client.Events.Interrupt(s_cause);
        for (int i = 0; i < 3; i++)
        {
            PublishStop(peer.Client);
        }

        Assert.Equal((1, 2), (all.Interruptions, all.Dropped));
        await peer.Client.DisposeAsync();
        Assert.All(await TakeAsync(all), e => Assert.IsType<StopEvent>(e));
    }

    [Fact]
    public async Task Expectation_AfterInterruption_ContinuesToWait()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>();
        peer.Client.Events.Interrupt(s_cause);
        await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WaitAsync(TimeSpan.Zero));
        PublishStop(peer.Client);
        await wait.WaitAsync(TimeSpan.Zero);
    }
}
