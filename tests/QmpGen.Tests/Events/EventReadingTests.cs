using Microsoft.Extensions.Logging.Abstractions;
using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

public sealed class EventReadingTests
{
    private static readonly EventBufferLimits s_limits = new(Capacity: 8, Bytes: 1024);
    private static readonly RepeatedEventLog s_log = new(NullLogger.Instance, "a stream");

    [Fact]
    public async Task ReceivedEvent_OfKnownName_IsTyped()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(
            """{"timestamp": {"seconds": 1700000000, "microseconds": 123457}, "event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/x", "more": 1}}"""
        );
        DeviceDeletedEvent deleted = Assert.IsType<DeviceDeletedEvent>(Assert.Single(await TakeAsync(events, 1)));
        Assert.Equal(("nic0", "/x"), (deleted.Device, deleted.Path));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000).AddMicroseconds(123457), deleted.Timestamp);
    }

    [Fact]
    public async Task ReceivedEvent_WithNegativeTimestamp_HasNoTimestamp()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP"}""");
        Assert.Null(Assert.IsType<StopEvent>(Assert.Single(await TakeAsync(events, 1))).Timestamp);
    }

    [Theory]
    [InlineData("""{"event": "BRAND_NEW", "data": {"a": [1]}}""", "BRAND_NEW", """{"a": [1]}""")]
    [InlineData("""{"event": "OTHER"}""", "OTHER", null)]
    public async Task ReceivedEvent_OfUnknownName_HasItsData(string message, string name, string? data)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(message);
        QmpUnknownEvent unknown = Assert.IsType<QmpUnknownEvent>(Assert.Single(await TakeAsync(events, 1)));
        Assert.Equal((name, data, null), (unknown.WireName, unknown.Data?.ToString(), unknown.Problem));
    }

    [Fact]
    public async Task ReceivedEvent_WithoutRequiredMember_IsUnknownWithTheProblem()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1"}}""");
        QmpUnknownEvent unreadable = Assert.IsType<QmpUnknownEvent>(Assert.Single(await TakeAsync(events, 1)));
        Assert.Contains("'path'", unreadable.Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("7.2.22", unreadable.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceivedEvent_WithoutRequiredMember_IsLoggedWithReasonAndEndpoint()
    {
        RecordingLogger log = new();
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { Logger = log });
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1"}}""");
        RecordedEntry entry = await log.NextEntryAsync(30);
        Assert.Equal(("DEVICE_DELETED", "a stream"), (entry["Event"], entry["Endpoint"]));
        Assert.Contains("'path'", $"{entry["Problem"]}", StringComparison.Ordinal);
        Assert.Null(entry.Exception);
    }

    [Fact]
    public async Task EventData_AfterReceiveBufferIsReused_IsUnchanged()
    {
        EnumTextQuota enumTexts = new(NullLogger.Instance);
        QmpEvents stream = new(ReadAny, "7.2.0", s_limits, "a stream", s_log, enumTexts);
        QmpSubscription<QmpEvent> events = stream.ReadAllAsync();
        byte[] any = """{"event": "ANY", "data": {"a": [1, "x"]}}"""u8.ToArray();
        byte[] other = """{"event": "OTHER", "data": {"a": [2, "y"]}}"""u8.ToArray();
        foreach (byte[] message in (byte[][])[any, other])
        {
            Publish(stream, ParseMessage(message));
            message.AsSpan().Fill((byte)'!');
        }

        List<QmpEvent> taken = await TakeAsync(events, 2);
        Assert.Equal("""{"a": [1, "x"]}""", Assert.IsType<AnyEvent>(taken[0]).Data.ToString());
        QmpUnknownEvent unknown = Assert.IsType<QmpUnknownEvent>(taken[1]);
        Assert.Equal(("OTHER", """{"a": [2, "y"]}"""), (unknown.WireName, unknown.Data!.ToString()));
    }

    [Fact]
    public void ReceivedEvent_WithoutSubscriber_IsNotParsed()
    {
        int read = 0;
        QmpEvents stream = new(
            (string _, ref QmpReader _) =>
            {
                read++;
                return null;
            },
            "7.2.0",
            s_limits,
            "a stream",
            s_log,
            new EnumTextQuota(NullLogger.Instance)
        );
        QmpMessage message = ParseMessage("""{"event": "ANY"}"""u8.ToArray());
        Publish(stream, message);
        Assert.Equal(0, read);
        using (stream.ReadAllAsync())
        using (stream.ReadAllAsync())
        {
            Publish(stream, message);
        }

        Assert.Equal(1, read);
        Publish(stream, message);
        Assert.Equal(1, read);
    }

    [Fact]
    public void KnownEvent_OfATypeWithoutSubscriber_IsNotRead()
    {
        int read = 0;
        QmpEvents stream = new(
            (string _, ref QmpReader reader) =>
            {
                read++;
                return new AnyEvent(reader.ReadAny());
            },
            "7.2.0",
            s_limits,
            "a stream",
            s_log,
            new EnumTextQuota(NullLogger.Instance)
        );
        QmpMessage message = ParseMessage("""{"event": "ANY", "data": {}}"""u8.ToArray());
        using (stream.Subscribe<DeviceDeletedEvent>(filter: null, CancellationToken.None))
        {
            Publish(stream, message);
            Publish(stream, message);
            Publish(stream, message);
        }

        // The type of an event is known after it was read once.
        Assert.Equal(1, read);
        using QmpSubscription<AnyEvent> events = stream.Subscribe<AnyEvent>(filter: null, CancellationToken.None);
        Publish(stream, message);
        Assert.Equal(2, read);
    }

    [Fact]
    public async Task KnownEvent_ThatCannotBeRead_ReachesSubscribersOfUnknownEvents()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<QmpUnknownEvent> unknown = peer.Client.Expect<QmpUnknownEvent>();
        await peer.SendAsync(DeviceDeleted("nic0"));
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1"}}""");
        Assert.Equal("DEVICE_DELETED", (await unknown.WaitAsync(WaitTimeout)).WireName);
    }

    [Fact]
    public void KnownEvent_WithoutSubscriber_IsNotAllocated()
    {
        QmpEvents stream = new(ReadAny, "7.2.0", s_limits, "a stream", s_log, new(NullLogger.Instance));
        byte[] json = """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "ANY", "data": {}}"""u8.ToArray();
        using QmpSubscription<StopEvent> other = stream.Subscribe<StopEvent>(filter: null, CancellationToken.None);
        Publish(stream, ParseMessage(json));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Publish(stream, ParseMessage(json));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static QmpEvent? ReadAny(string wireName, ref QmpReader reader) =>
        wireName == "ANY" ? new AnyEvent(reader.ReadAny()) : null;

    private sealed record AnyEvent(QmpValue Data) : QmpEvent
    {
        protected override string WireNameCore => "ANY";
    }
}
