using System.Text;
using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

/// <summary>Runs alone: it measures the memory of the process and a metric of all connections.</summary>
[Collection(nameof(EventFloodTests))]
[CollectionDefinition(nameof(EventFloodTests), DisableParallelization = true)]
public sealed class EventFloodTests
{
    private const string Event =
        """{"timestamp": {"seconds": 1700000000, "microseconds": 123457}, "event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/machine/peripheral/nic0"}}""";
    private const int Rounds = 10;
    private const int ChunksPerRound = 100;
    private const int EventsPerChunk = 1000;
    private const long MemoryLimit = 32 << 20;

    [Fact]
    public async Task EventFlood_WithIdleSubscriber_KeepsMemoryBoundedAndCallsFast()
    {
        using MetricRecorder metrics = new("qmpgen.events.dropped");
        long droppedBefore = metrics.Read("qmpgen.events.dropped").LastOrDefault();
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpSubscription<DeviceDeletedEvent> idle = peer.Client.Subscribe<DeviceDeletedEvent>();
        using QmpSubscription<StopEvent> stops = peer.Client.Subscribe<StopEvent>();
        byte[] chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Event + "\r\n", EventsPerChunk)));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int round = 0; round < Rounds; round++)
        {
            Task flood = SendAsync(peer, chunk);
            Task<QmpValue> call = peer.Client.ExecuteRawAsync("query-name");
            ReceivedRequest request = await peer.ExpectAsync("query-name");
            await flood.WaitAsync(WaitTimeout);
            await peer.ReplyAsync(request);
            await call.WaitAsync(WaitTimeout);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MemoryLimit);
        }

        const long Dropped = (Rounds * ChunksPerRound * EventsPerChunk) - 1024;
        Assert.Equal((1024, Dropped), (QmpClientOptions.Default.EventBufferCapacity, idle.Dropped));
        Assert.Equal((0, Dropped), (stops.Dropped, metrics.Read("qmpgen.events.dropped")[^1] - droppedBefore));
        idle.Dispose();
        Assert.Equal(1024, (await TakeAsync(idle)).Count);
    }

    private static async Task SendAsync(ScriptedPeer peer, byte[] chunk)
    {
        for (int i = 0; i < ChunksPerRound; i++)
        {
            await peer.SendBytesAsync(chunk);
        }
    }
}
