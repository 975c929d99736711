using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using QmpGen.CodeGeneration;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

public sealed class RawSubscriptionTests
{
    private static readonly QmpConnectionException s_cause = new("The peer closed the connection.");

    [Fact]
    public async Task RawSubscription_WithNames_ReceivesOnlyTheseEvents()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw("DEVICE_DELETED", "NEW_EVENT");
        await peer.SendAsync(Stop);
        await peer.SendAsync(DeviceDeleted("nic0"));
        await peer.SendAsync("""{"event": "NEW_EVENT", "data": {"a": [1]}}""");
        await peer.RoundTripAsync();

        List<QmpRawEvent> taken = await TakeAsync(raw, 2);
        Assert.Equal(["DEVICE_DELETED", "NEW_EVENT"], taken.Select(e => e.WireName));
        Assert.Equal(["nic0", "[1]"], [taken[0].Data!["device"].GetString(), taken[1].Data!["a"].ToString()]);
    }

    [Fact]
    public async Task RawSubscription_WithoutNames_ReceivesAllEvents()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw();
        await peer.SendAsync(Stop);
        await peer.SendAsync("""{"event": "NEW", "timestamp": {"seconds": 1, "microseconds": 5}, "data": 7}""");
        await peer.RoundTripAsync();

        List<QmpRawEvent> taken = await TakeAsync(raw, 2);
        Assert.Equal(("STOP", null, null), (taken[0].WireName, taken[0].Data, taken[0].Timestamp));
        Assert.Equal(("NEW", 7), (taken[1].WireName, taken[1].Data!.GetInt64()));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1).AddMicroseconds(5), taken[1].Timestamp);
    }

    [Fact]
    public async Task RawSubscription_WhenDataDoesNotMatchSchema_StillReceivesTheEvent()
    {
        RecordingLogger log = new();
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { Logger = log });
        using QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw("DEVICE_DELETED");
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": 1}}""");
        await peer.RoundTripAsync();

        QmpRawEvent taken = Assert.Single(await TakeAsync(raw, 1));
        Assert.Equal("""{"device": 1}""", taken.Data!.ToString());
        Assert.DoesNotContain(log.Entries, entry => entry.Id == 30);
    }

    [Fact]
    public async Task RawSubscriptions_ToTheSameEvent_ShareOneInstance()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpRawEvent> first = peer.Client.SubscribeRaw("STOP");
        using QmpSubscription<QmpRawEvent> second = peer.Client.SubscribeRaw();
        using QmpSubscription<QmpEvent> typed = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(Stop);
        await peer.RoundTripAsync();

        QmpRawEvent taken = Assert.Single(await TakeAsync(first, 1));
        Assert.Same(taken, Assert.Single(await TakeAsync(second, 1)));
        Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(typed, 1)));
    }

    [Fact]
    public void Event_WithOnlyRawSubscribers_IsNotReadBySchema()
    {
        int read = 0;
        QmpEvents events = new(
            (string _, ref QmpReader _) =>
            {
                read++;
                return null;
            },
            "7.2.0",
            new EventBufferLimits(Capacity: 10, Bytes: 1000),
            "a stream",
            new RepeatedEventLog(NullLogger.Instance, "a stream"),
            new EnumTextQuota(NullLogger.Instance)
        );
        using QmpSubscription<QmpRawEvent> raw = events.SubscribeRaw(["STOP"]);

        Publish(events, ParseMessage(Encoding.UTF8.GetBytes(Stop)));

        Assert.Equal(0, read);
    }

    [Fact]
    public async Task RawSubscription_WhenConnectionIsLost_CountsTheInterruption()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw();
        peer.Client.Events.Interrupt(s_cause);
        PublishStop(peer.Client);

        Assert.Equal("STOP", Assert.Single(await TakeAsync(raw, 1)).WireName);
        Assert.Equal(1, raw.Interruptions);
    }

    [Fact]
    public async Task RawEnumeration_WhenConnectionEnds_ThrowsTheCause()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw("STOP");
        peer.Close();

        await Assert.ThrowsAsync<QmpConnectionException>(() => TakeAsync(raw));
        await Assert.ThrowsAsync<QmpConnectionException>(() => TakeAsync(peer.Client.SubscribeRaw()));
    }

    [Fact]
    public async Task Dispose_OfRawSubscription_KeepsBufferedEventsOnly()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpRawEvent> raw = peer.Client.SubscribeRaw();
        PublishStop(peer.Client);
        raw.Dispose();
        PublishStop(peer.Client);

        Assert.Single(await TakeAsync(raw));
    }

    [Fact]
    public async Task SubscribeRaw_WithEmptyName_Throws()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();

        Assert.Throws<ArgumentException>(() => peer.Client.SubscribeRaw("STOP", ""));
    }

    [Fact]
    public void ToString_OfRawEvent_HasNameAndData()
    {
        QmpRawEvent raw = new("NEW") { Data = QmpValue.Parse("""{"a": 1}""") };

        Assert.Equal("QmpRawEvent { Timestamp = , WireName = NEW, Data = {\"a\": 1} }", raw.ToString());
    }
}
