using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QmpGen;

/// <summary>
/// Traces and figures, both under the name <c>QmpGen</c>, after OpenTelemetry's conventions for remote procedure calls.
/// Listeners are the user's: what
/// the reader loop counts they fetch, and what they are told of at once is told on the thread of a call.
/// </summary>
internal static class QmpTelemetry
{
    public const string Name = "QmpGen";

    // What the conventions advise for the duration of calls, in seconds.
    private static readonly InstrumentAdvice<double> s_buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly Meter s_meter = CreateMeter();
    private static long s_connections;
    private static long s_reconnections;
    private static long s_unknownAnswers;
    private static long s_droppedEvents;

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>How long calls took, until whoever called was told.</summary>
    public static Histogram<double> Duration { get; } =
        s_meter.CreateHistogram(
            "rpc.client.call.duration",
            "s",
            "How long calls took, from the call until its end.",
            tags: null,
            s_buckets
        );

    /// <summary>Calls that have not ended.</summary>
    public static UpDownCounter<long> Pending { get; } =
        s_meter.CreateUpDownCounter<long>("qmpgen.calls.pending", "{call}", "Calls that have not ended.");

    public static void CountConnection(int change) => Interlocked.Add(ref s_connections, change);

    public static void CountReconnection() => Interlocked.Increment(ref s_reconnections);

    public static void CountUnknownAnswer() => Interlocked.Increment(ref s_unknownAnswers);

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
            "Connections that were lost and made again."
        );
        meter.CreateObservableCounter(
            "qmpgen.answers.unknown",
            () => Interlocked.Read(ref s_unknownAnswers),
            "{answer}",
            "Answers whose id belongs to no call."
        );
        meter.CreateObservableCounter(
            "qmpgen.events.dropped",
            () => Interlocked.Read(ref s_droppedEvents),
            "{event}",
            "Events that subscribers lost because they were too far behind."
        );
        return meter;
    }
}
