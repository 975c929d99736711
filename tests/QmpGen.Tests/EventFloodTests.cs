using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>Alone, since it measures the memory of the whole process and reads a figure that all connections add
/// to.</summary>
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
    public async Task A_subscriber_that_never_reads_costs_no_more_than_its_buffer_and_delays_no_call()
    {
        using DroppedEvents figure = new();
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<DeviceDeletedEvent> deaf = client.Subscribe<DeviceDeletedEvent>();
            using QmpSubscription<StopEvent> stops = client.Subscribe<StopEvent>();
            byte[] chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Event + "\r\n", EventsPerChunk)));
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int round = 0; round < Rounds; round++)
            {
                Task flood = SendAsync(peer, chunk);
                Task<JsonElement> call = client.ExecuteRawAsync("query-name");
                Request request = await peer.ExpectAsync("query-name");
                await flood.WaitAsync(Patience);
                await peer.AnswerAsync(request);
                await call.WaitAsync(Patience);
                Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MemoryLimit);
            }

            const long Lost = (Rounds * ChunksPerRound * EventsPerChunk) - 1024;
            Assert.Equal((1024, Lost), (QmpClientOptions.Default.EventBufferCapacity, deaf.Dropped));
            Assert.Equal((0, Lost), (stops.Dropped, figure.Count));
            deaf.Dispose();
            Assert.Equal(1024, (await TakeAsync(deaf)).Count);
        }
    }

    private static async Task SendAsync(ScriptedPeer peer, byte[] chunk)
    {
        for (int i = 0; i < ChunksPerRound; i++)
        {
            await peer.SendBytesAsync(chunk);
        }
    }

    /// <summary>The figure of lost events, from now on.</summary>
    private sealed class DroppedEvents : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly long _start;
        private long _total;

        public DroppedEvents()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "QmpGen", Name: "qmpgen.events.dropped" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _total = value);
            _listener.Start();
            _start = Read();
        }

        public long Count => Read() - _start;

        public void Dispose() => _listener.Dispose();

        private long Read()
        {
            _listener.RecordObservableInstruments();
            return _total;
        }
    }
}
