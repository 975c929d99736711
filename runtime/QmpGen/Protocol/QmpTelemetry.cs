using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QmpGen;

/// <summary>Traces and figures, both under the name <c>QmpGen</c>.</summary>
internal static class QmpTelemetry
{
    public const string Name = "QmpGen";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);

    /// <summary>Answers that nobody has asked for.</summary>
    public static Counter<long> UnknownAnswers { get; } =
        s_meter.CreateCounter<long>("qmpgen.answers.unknown", "{answer}", "Answers whose id belongs to no call.");

    /// <summary>Events that a slow subscriber has lost.</summary>
    public static Counter<long> DroppedEvents { get; } =
        s_meter.CreateCounter<long>("qmpgen.events.dropped", "{event}", "Events that subscribers lost because they were too far behind.");

    /// <summary>The trace of one command; its arguments are not in it.</summary>
    public static Activity? Start(string command, bool outOfBand)
    {
        Activity? activity = s_source.StartActivity(command, ActivityKind.Client);
        activity?.SetTag("qmp.out_of_band", outOfBand);
        return activity;
    }
}
