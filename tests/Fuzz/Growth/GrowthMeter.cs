using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace QmpGen.Fuzz.Growth;

/// <summary>The costs of one size.</summary>
internal sealed record GrowthCost(long Input, long Output, long Allocated, TimeSpan Time);

/// <summary>The costs of a shape at <c>n</c> and <c>2n</c>.</summary>
internal sealed record GrowthReport(string Name, int Size, GrowthCost Single, GrowthCost Double)
{
    /// <summary>The most that a cost may grow if the input doubles: n log n, and some noise.</summary>
    private const double MaxRatio = 2.3;

    // Below these costs, fixed costs and the clock decide the ratio.
    private const long NegligibleAllocation = 4 << 20;
    private static readonly TimeSpan s_negligibleTime = TimeSpan.FromMilliseconds(40);

    public double TimeRatio => Double.Time / Single.Time;

    public double AllocationRatio => (double)Double.Allocated / Single.Allocated;

    /// <summary>The limit of this shape: some inputs grow faster than their size.</summary>
    private double Limit => MaxRatio * Math.Max((double)Double.Input / Single.Input / 2, 1);

    public bool IsTimeBounded => TimeRatio <= Limit || Double.Time < s_negligibleTime;

    public bool IsAllocationBounded => AllocationRatio <= Limit || Double.Allocated < NegligibleAllocation;

    public bool IsBounded => IsTimeBounded && IsAllocationBounded;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsBounded ? "ok  " : "FAIL")} {Name,-36} {Size,8}  "
                + $"{Single.Time.TotalMilliseconds,7:F0} → {Double.Time.TotalMilliseconds,7:F0} ms ({TimeRatio:F2})  "
                + $"{Single.Allocated >> 10,8} → {Double.Allocated >> 10,8} KiB ({AllocationRatio:F2})  "
                + $"{Single.Input >> 10,6} → {Double.Input >> 10,6} KiB in  "
                + $"{Single.Output >> 10,6} → {Double.Output >> 10,6} KiB out"
        );
}

/// <summary>Measures how costs grow if the input doubles.</summary>
internal static class GrowthMeter
{
    // A run that allocates more is collected as usual.
    private const long MaxAllocation = 512 << 20;

    /// <summary>Measures a shape.</summary>
    /// <param name="attempts">The number of runs; the fastest counts, because other processes slow runs down.</param>
    public static GrowthReport Measure(GrowthShape shape, int attempts = 3)
    {
        Measure(shape.Create(Math.Max(shape.Size / 16, 1)));
        GrowthInput one = shape.Create(shape.Size);
        GrowthInput two = shape.Create(shape.Size * 2);
        GrowthReport report = new(shape.Name, shape.Size, Measure(one), Measure(two));
        for (int i = 1; i < attempts || (i < 3 * attempts && !report.IsTimeBounded); i++)
        {
            report = report with
            {
                Single = Min(report.Single, Measure(one)),
                Double = Min(report.Double, Measure(two)),
            };
        }

        return report;
    }

    private static GrowthCost Min(GrowthCost one, GrowthCost other) => one.Time <= other.Time ? one : other;

    /// <summary>Measures a run without garbage collections, whose time depends on everything that is alive.</summary>
    private static GrowthCost Measure(GrowthInput input)
    {
        GC.Collect();
        GC.TryStartNoGCRegion(MaxAllocation);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        long output = input.Run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        return new GrowthCost(input.Length, output, allocated, time);
    }
}
