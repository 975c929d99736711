using System.Diagnostics;

namespace QmpGen.Soak;

/// <summary>The resources that this process uses.</summary>
/// <param name="Heap">Live objects, in megabytes.</param>
/// <param name="Resident">The working set, in megabytes.</param>
/// <param name="Handles">Open sockets, pipes and other handles. On Linux without files, which include loaded
/// libraries.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ResourceUsage(double Heap, double Resident, int Handles, int Threads)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Collects garbage and measures.</summary>
    public static ResourceUsage Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        int handles = OperatingSystem.IsLinux()
            ? new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(IsNotFile)
            : process.HandleCount;
        return new ResourceUsage(
            GC.GetTotalMemory(false) / Megabyte,
            process.WorkingSet64 / Megabyte,
            handles,
            process.Threads.Count
        );
    }

    /// <summary>Returns the median of each value.</summary>
    public static ResourceUsage GetMedian(IReadOnlyCollection<ResourceUsage> samples) =>
        new(
            GetMedian(samples, sample => sample.Heap),
            GetMedian(samples, sample => sample.Resident),
            GetMedian(samples, sample => sample.Handles),
            GetMedian(samples, sample => sample.Threads)
        );

    /// <summary>Finds values that have grown significantly since an earlier measurement.</summary>
    public IEnumerable<string> FindGrowth(ResourceUsage earlier)
    {
        if (Heap > (1.25 * earlier.Heap) + 8 || Resident > (1.25 * earlier.Resident) + 32)
        {
            yield return $"Memory grew: {earlier}, then {this}.";
        }

        if (Handles > (1.25 * earlier.Handles) + 20 || Threads > (1.25 * earlier.Threads) + 20)
        {
            yield return $"Handles or threads grew: {earlier}, then {this}.";
        }
    }

    public override string ToString() =>
        FormattableString.Invariant(
            $"{Heap:F1} MB of objects, {Resident:F0} MB resident, {Handles} handles, {Threads} threads"
        );

    private static bool IsNotFile(FileInfo descriptor) => descriptor.LinkTarget?.StartsWith('/') == false;

    private static T GetMedian<T>(IReadOnlyCollection<ResourceUsage> samples, Func<ResourceUsage, T> value) =>
        samples.Select(value).Order().ElementAt(samples.Count / 2);
}
