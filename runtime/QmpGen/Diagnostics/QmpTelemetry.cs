using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QmpGen;

/// <summary>The traces and metrics named <c>QmpGen</c>.</summary>
/// <remarks>Names follow OpenTelemetry's conventions for remote procedure calls. Listeners are user code, so the
/// receive loop only counts; observable instruments read the counters.</remarks>
internal static class QmpTelemetry
{
    public const string Name = "QmpGen";

    // The boundaries that OpenTelemetry recommends for call durations, in seconds.
    private static readonly InstrumentAdvice<double> s_buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly Meter s_meter = CreateMeter();
    private static long s_connections;
    private static long s_reconnections;
    private static long s_unknownResponses;
    private static long s_droppedEvents;

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The histogram of call durations.</summary>
    public static Histogram<double> Duration { get; } =
        s_meter.CreateHistogram("rpc.client.call.duration", "s", "Duration of calls.", tags: null, s_buckets);

    /// <summary>The counter of pending calls.</summary>
    public static UpDownCounter<long> Pending { get; } =
        s_meter.CreateUpDownCounter<long>("qmpgen.calls.pending", "{call}", "Calls that have not completed.");

    public static void AddConnections(int change) => Interlocked.Add(ref s_connections, change);

    public static void CountReconnection() => Interlocked.Increment(ref s_reconnections);

    public static void CountUnknownResponse() => Interlocked.Increment(ref s_unknownResponses);

    public static void CountDroppedEvent() => Interlocked.Increment(ref s_droppedEvents);

    private static Meter CreateMeter()
    {
        Meter meter = new(Name);
        meter.CreateObservableUpDownCounter(
            "qmpgen.connections",
            () => Interlocked.Read(ref s_connections),
            "{connection}",
            "Connections that are ready for commands."
        );
        meter.CreateObservableCounter(
            "qmpgen.reconnections",
            () => Interlocked.Read(ref s_reconnections),
            "{connection}",
            "Successful reconnections."
        );
        meter.CreateObservableCounter(
            "qmpgen.responses.unknown",
            () => Interlocked.Read(ref s_unknownResponses),
            "{response}",
            "Responses whose id does not match a pending call."
        );
        meter.CreateObservableCounter(
            "qmpgen.events.dropped",
            () => Interlocked.Read(ref s_droppedEvents),
            "{event}",
            "Events that were dropped because a subscriber was too slow."
        );
        return meter;
    }
}
