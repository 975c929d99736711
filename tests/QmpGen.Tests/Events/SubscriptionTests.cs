using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Subscription_BeforeItsEnumeration_BuffersEveryEvent()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> first = peer.Client.Events.ReadAllAsync();
        using QmpSubscription<QmpEvent> second = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(first, 1)));
        Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(second, 1)));
    }

    [Fact]
    public async Task Subscription_WhenReadTooSlowly_DropsOldestAndCountsThem()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 3 });
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        for (int i = 1; i <= 10; i++)
        {
            await peer.SendAsync($$"""{"event": "EVENT_{{i}}"}""");
        }

        await peer.RoundTripAsync();
        Assert.Equal(7, events.Dropped);
        Assert.Equal(
            ["EVENT_8", "EVENT_9", "EVENT_10"],
            (await TakeAsync(events, 3)).Cast<QmpUnknownEvent>().Select(e => e.WireName)
        );
    }

    [Fact]
    public async Task Subscription_WithEventsBeyondItsBytes_DropsOldest()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferBytes = 5000 });
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        string text = new('x', 2000);
        for (int i = 1; i <= 4; i++)
        {
            await peer.SendAsync($$$"""{"event": "EVENT_{{{i}}}", "data": {"text": "{{{text}}}"}}""");
        }

        await peer.RoundTripAsync();
        Assert.Equal(2, events.Dropped);
        Assert.Equal(["EVENT_3", "EVENT_4"], (await TakeAsync(events, 2)).Select(e => e.WireName));
    }

    [Theory]
    [InlineData("LARGE", 10_000)]
    [InlineData("LARGE_NAME", 1)]
    public async Task Subscription_WithEventLargerThanItsBytes_KeepsOnlyThatEvent(string name, int size)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferBytes = 8 });
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        await peer.SendAsync($$$"""{"event": "{{{name}}}", "data": {"text": "{{{new string('x', size)}}}"}}""");
        await peer.RoundTripAsync();
        Assert.Equal(1, events.Dropped);
        Assert.Equal(name, Assert.Single(await TakeAsync(events, 1)).WireName);
    }

    [Fact]
    public async Task Enumeration_WhenClientIsDisposed_Ends()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        Task<List<QmpEvent>> reading = TakeAsync(events);
        await peer.Client.DisposeAsync();
        Assert.Empty(await reading);
        Assert.Empty(await TakeAsync(peer.Client.Events.ReadAllAsync()));
    }

    [Fact]
    public async Task Enumeration_WhenConnectionIsLost_ThrowsAfterBufferedEvents()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        peer.Close();
        List<QmpEvent> taken = [];
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(async () =>
        {
            await foreach (QmpEvent next in events)
            {
                taken.Add(next);
            }
        });
        Assert.IsType<StopEvent>(Assert.Single(taken));
        Assert.IsType<QmpConnectionException>(e.InnerException);
        await Assert.ThrowsAsync<QmpConnectionException>(() => TakeAsync(peer.Client.Events.ReadAllAsync(), 1));
    }

    [Fact]
    public async Task Enumeration_WhenCanceled_Throws()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using CancellationTokenSource cancel = new();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync(cancel.Token);
        Task reading = TakeAsync(events, 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Enumeration_WhenPeerBreaksProtocol_ThrowsProtocolError()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<StopEvent> events = peer.Client.Subscribe<StopEvent>();
        await peer.SendAsync("(qemu) ");
        await Assert.ThrowsAsync<QmpProtocolException>(() => TakeAsync(events));
    }

    [Fact]
    public async Task Dispose_OfSubscription_KeepsBufferedEventsOnly()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        events.Dispose();
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();
        Assert.Single(await TakeAsync(events));
    }
}
