using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

/// <summary>Subscriptions by type and by filter.</summary>
public sealed class SubscriptionFilterTests
{
    [Fact]
    public async Task Subscription_WithTypeAndFilter_GetsMatchingEvents()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>();
        using QmpSubscription<QmpEvent> some = peer.Client.Subscribe<QmpEvent>(e => e is StopEvent or QmpUnknownEvent);
        using QmpSubscription<DeviceDeletedEvent> nic0 = peer.Client.Subscribe<DeviceDeletedEvent>(e =>
            e.Device == "nic0"
        );
        using QmpSubscription<DeviceDeletedEvent> nic1 = peer.Client.Subscribe(
            (DeviceDeletedEvent e) => e.Device == "nic1"
        );
        foreach (
            string message in (string[])
                [DeviceDeleted("nic1"), Stop, DeviceDeleted("nic0"), """{"event": "OTHER"}""", Stop]
        )
        {
            await peer.SendAsync(message);
        }

        await peer.RoundTripAsync();
        await peer.Client.DisposeAsync();
        Assert.Equal(2, (await TakeAsync(stops)).Count);
        Assert.Equal(
            ["StopEvent", "QmpUnknownEvent", "StopEvent"],
            (await TakeAsync(some)).Select(e => e.GetType().Name)
        );
        Assert.Equal("/nic0", Assert.Single(await TakeAsync(nic0)).Path);
        Assert.Equal("/nic1", Assert.Single(await TakeAsync(nic1)).Path);
    }

    [Fact]
    public async Task Buffer_WithFilter_AlsoHoldsRejectedEventsOfItsType()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 3 });
        using QmpSubscription<DeviceDeletedEvent> nic0 = peer.Client.Subscribe<DeviceDeletedEvent>(e =>
            e.Device == "nic0"
        );
        using QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>();
        foreach (string device in (string[])["nic0", "nic0", "nic1", "nic2", "nic3", "nic0"])
        {
            await peer.SendAsync(DeviceDeleted(device));
        }

        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        await peer.Client.DisposeAsync();
        Assert.Equal((3, 0), (nic0.Dropped, stops.Dropped));
        Assert.Single(await TakeAsync(nic0));
        Assert.Single(await TakeAsync(stops));
    }

    [Fact]
    public async Task Filter_MakingACall_DoesNotBlockTheConnection()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>(_ =>
            peer.Client.QueryYankAsync(outOfBand: true).Wait(WaitTimeout)
        );
        await peer.SendAsync(Stop);
        Task<List<StopEvent>> taking = Task.Run(() => TakeAsync(stops, 1));
        await peer.ReplyAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
        Assert.Single(await taking);
    }

    [Fact]
    public async Task Filter_WhenItThrows_EndsOnlyItsEnumeration()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> failing = peer.Client.Subscribe<QmpEvent>(_ =>
            throw new InvalidOperationException()
        );
        using QmpSubscription<QmpEvent> all = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(failing));
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        Assert.Empty(await TakeAsync(failing));
        Assert.Equal(2, (await TakeAsync(all, 2)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Enumeration_WhenFilterRejectsAFlood_CanBeCanceled(bool whenSubscribing)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 2 });
        using CancellationTokenSource cancel = new();
        int count = 0;
        bool Reject(StopEvent stop)
        {
            PublishStop(peer.Client);
            cancel.Cancel();
            return ++count == 1000 ? throw new InvalidOperationException("The token has no effect.") : false;
        }

        QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>(
            Reject,
            whenSubscribing ? cancel.Token : default
        );
        PublishStop(peer.Client);
        await using IAsyncEnumerator<StopEvent> enumerator = stops.GetAsyncEnumerator(
            whenSubscribing ? default : cancel.Token
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumerator.MoveNextAsync().AsTask());
    }
}
