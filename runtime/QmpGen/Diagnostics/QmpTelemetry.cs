using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QmpGen;

/// <summary>Traces and figures, both under the name <c>QmpGen</c>, after OpenTelemetry's conventions for remote procedure calls.</summary>
internal static class QmpTelemetry
{
    public const string Name = "QmpGen";

    // What the conventions advise for the duration of calls, in seconds.
    private static readonly InstrumentAdvice<double> s_buckets =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private static readonly Meter s_meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>How long calls took, until whoever called was told.</summary>
    public static Histogram<double> Duration { get; } =
        s_meter.CreateHistogram("rpc.client.call.duration", "s", "How long calls took, from the call until its end.", tags: null, s_buckets);

    /// <summary>Calls that have not ended.</summary>
    public static UpDownCounter<long> Pending { get; } =
        s_meter.CreateUpDownCounter<long>("qmpgen.calls.pending", "{call}", "Calls that have not ended.");

    /// <summary>Sessions that are connected.</summary>
    public static UpDownCounter<long> Connections { get; } =
        s_meter.CreateUpDownCounter<long>("qmpgen.connections", "{connection}", "Connections that are ready for commands.");

    /// <summary>Connections that were made again.</summary>
    public static Counter<long> Reconnections { get; } =
        s_meter.CreateCounter<long>("qmpgen.reconnections", "{connection}", "Connections that were lost and made again.");

    /// <summary>Answers that nobody has asked for.</summary>
    public static Counter<long> UnknownAnswers { get; } =
        s_meter.CreateCounter<long>("qmpgen.answers.unknown", "{answer}", "Answers whose id belongs to no call.");

    /// <summary>Events that a slow subscriber has lost.</summary>
    public static Counter<long> DroppedEvents { get; } =
        s_meter.CreateCounter<long>("qmpgen.events.dropped", "{event}", "Events that subscribers lost because they were too far behind.");
}
