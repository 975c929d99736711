using System.Diagnostics;

namespace QmpGen.Soak;

/// <summary>What this process takes of the machine.</summary>
/// <param name="Heap">Megabytes of living objects.</param>
/// <param name="Resident">Megabytes of memory in use by the process.</param>
/// <param name="Handles">Open sockets, pipes and the like; on Linux without files, since the libraries that a program
/// comes to load are files too.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record Footprint(double Heap, double Resident, int Handles, int Threads)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Collects the garbage and looks.</summary>
    public static Footprint Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        int handles = OperatingSystem.IsLinux()
            ? new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(IsNoFile)
            : process.HandleCount;
        return new Footprint(
            GC.GetTotalMemory(false) / Megabyte,
            process.WorkingSet64 / Megabyte,
            handles,
            process.Threads.Count
        );
    }

    /// <summary>The middle of several, one figure after another.</summary>
    public static Footprint Median(IReadOnlyCollection<Footprint> samples) =>
        new(
            Middle(samples, sample => sample.Heap),
            Middle(samples, sample => sample.Resident),
            Middle(samples, sample => sample.Handles),
            Middle(samples, sample => sample.Threads)
        );

    /// <summary>What has grown from an earlier footprint to this one by more than chance explains.</summary>
    public IEnumerable<string> GrowthSince(Footprint earlier)
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

    private static bool IsNoFile(FileInfo descriptor) => descriptor.LinkTarget?.StartsWith('/') == false;

    private static T Middle<T>(IReadOnlyCollection<Footprint> samples, Func<Footprint, T> figure) =>
        samples.Select(figure).Order().ElementAt(samples.Count / 2);
}
