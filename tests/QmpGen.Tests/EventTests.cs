using Microsoft.Extensions.Logging.Abstractions;
using QmpGen.CodeGeneration;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>What is read of an event.</summary>
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
            await peer.SendAsync(
                """{"timestamp": {"seconds": 1700000000, "microseconds": 123457}, "event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/x", "more": 1}}"""
            );
            await peer.SendAsync("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP"}""");
            await peer.SendAsync(
                """{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "BRAND_NEW", "data": {"a": [1]}}"""
            );
            await peer.SendAsync(
                """{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "DEVICE_DELETED", "data": {"device": "nic1"}}"""
            );
            await peer.SendAsync("""{"event": "OTHER"}""");
            List<QmpEvent> got = await TakeAsync(events, 5);

            DeviceDeletedEvent deleted = Assert.IsType<DeviceDeletedEvent>(got[0]);
            Assert.Equal(("nic0", "/x"), (deleted.Device, deleted.Path));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000).AddMicroseconds(123457), deleted.Timestamp);
            Assert.Null(Assert.IsType<StopEvent>(got[1]).Timestamp);

            QmpUnknownEvent unknown = Assert.IsType<QmpUnknownEvent>(got[2]);
            Assert.Equal(
                ("BRAND_NEW", """{"a": [1]}""", null),
                (unknown.WireName, unknown.Data!.ToString(), unknown.Problem)
            );

            QmpUnknownEvent unreadable = Assert.IsType<QmpUnknownEvent>(got[3]);
            Assert.Contains("'path'", unreadable.Problem!.Message, StringComparison.Ordinal);
            Assert.Contains("QEMU 7.2.22", unreadable.Problem.Message, StringComparison.Ordinal);

            Assert.Equal(
                ("OTHER", null),
                (Assert.IsType<QmpUnknownEvent>(got[4]).WireName, ((QmpUnknownEvent)got[4]).Data)
            );
        }
    }

    [Fact]
    public async Task What_an_event_holds_outlives_the_memory_that_it_was_read_from()
    {
        QmpEvents stream = new(ReadAny, "7.2.0", 8, NullLogger.Instance);
        QmpSubscription<QmpEvent> events = stream.ReadAllAsync();
        byte[] any = """{"event": "ANY", "data": {"a": [1, "x"]}}"""u8.ToArray();
        byte[] other = """{"event": "OTHER", "data": {"a": [2, "y"]}}"""u8.ToArray();
        foreach (byte[] sent in (byte[][])[any, other])
        {
            Publish(stream, Message(sent));
            sent.AsSpan().Fill((byte)'!');
        }

        List<QmpEvent> got = await TakeAsync(events, 2);
        Assert.Equal("""{"a": [1, "x"]}""", Assert.IsType<AnyEvent>(got[0]).Data.ToString());
        QmpUnknownEvent unknown = Assert.IsType<QmpUnknownEvent>(got[1]);
        Assert.Equal(("OTHER", """{"a": [2, "y"]}"""), (unknown.WireName, unknown.Data!.ToString()));
    }

    [Fact]
    public void An_event_that_nobody_has_subscribed_to_is_not_read()
    {
        int read = 0;
        QmpEvents stream = new(
            (string _, ref QmpReader _) =>
            {
                read++;
                return null;
            },
            "7.2.0",
            8,
            NullLogger.Instance
        );
        QmpMessage message = Message("""{"event": "ANY"}"""u8.ToArray());
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

    private static QmpEvent? ReadAny(string wireName, ref QmpReader reader) =>
        wireName == "ANY" ? new AnyEvent(reader.ReadAny()) : null;

    private sealed record AnyEvent(QmpValue Data) : QmpEvent
    {
        protected override string WireNameCore => "ANY";
    }
}
