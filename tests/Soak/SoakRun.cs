using System.Diagnostics;

namespace QmpGen.Soak;

/// <summary>Disrupts real QEMUs under the load of many connections, and checks that every call ends.</summary>
internal static class SoakRun
{
    private const int SampleCount = 30;

    private static readonly TimeSpan s_settleTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Runs and prints a report.</summary>
    /// <returns>The failures. Empty if every call ended and nothing leaks.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(SoakOptions options, TextWriter output)
    {
        ResourceUsage before = ResourceUsage.Measure();
        SoakFindings findings = new();
        using CallCounter calls = new();
        List<ResourceUsage> samples = await LoadAsync(options, calls, findings, output);
        ResourceUsage after = await WaitForReleaseAsync(before, findings);
        output.WriteLine(calls);
        output.WriteLine($"Before: {before}.\nAfter:  {after}; {findings.LiveClientCount} clients in memory.");
        return
        [
            .. findings.All.Distinct(),
            .. calls.Imbalances,
            .. FindGrowth(samples, output),
            .. after.Handles > before.Handles + 20
                ? [$"{after.Handles - before.Handles} handles are left."]
                : Array.Empty<string>(),
            .. findings.LiveClientCount > 2
                ? [$"{findings.LiveClientCount} clients are left in memory."]
                : Array.Empty<string>(),
        ];
    }

    private static async Task<List<ResourceUsage>> LoadAsync(
        SoakOptions options,
        CallCounter calls,
        SoakFindings findings,
        TextWriter output
    )
    {
        Random random = new(options.Seed);
        List<SoakMachine> machines =
        [
            .. Enumerable.Range(0, options.Machines).Select(_ => new SoakMachine(options.Monitors)),
        ];
        List<MachineDisruptor> disruptors =
        [
            .. machines.Select(machine => new MachineDisruptor(machine, new Random(random.Next()))),
        ];
        List<MonitorUser> users =
        [
            .. machines
                .SelectMany(machine => machine.Sockets)
                .Select(socket => new MonitorUser(socket, calls, findings, random.Next())),
        ];
        using CancellationTokenSource stop = new();
        Task[] running =
        [
            .. disruptors.Select(item => Task.Run(() => findings.ObserveAsync(item.RunAsync(stop.Token)))),
            .. users.Select(item => Task.Run(() => findings.ObserveAsync(item.RunAsync(stop.Token)))),
        ];
        List<ResourceUsage> samples;
        try
        {
            samples = await SampleAsync(options.Time, calls, findings, output);
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
        finally
        {
            foreach (SoakMachine machine in machines)
            {
                await machine.DisposeAsync();
            }
        }

        // Races in QEMU cause rare crashes. Frequent crashes would be caused by the client.
        if (
            disruptors.Sum(item => item.CrashExitCodes.Count) > Math.Max(2, disruptors.Sum(item => item.EndCount) / 100)
        )
        {
            findings.Add($"QEMU crashed too often: {string.Join("; ", disruptors)}.");
        }

        output.WriteLine(
            $"{machines.Count} QEMUs, each with {options.Monitors} monitors: {string.Join("; ", disruptors)}."
        );
        output.WriteLine(
            $"{users.Sum(item => item.ConnectionCount)} connections, {users.Sum(item => item.ConnectFailureCount)} "
                + $"failed to connect, {users.Sum(item => item.EventCount)} events, "
                + $"{users.Sum(item => item.MisreadCount)} requests misread."
        );
        return samples;
    }

    /// <summary>Samples the resources until the time has passed or there is a finding.</summary>
    private static async Task<List<ResourceUsage>> SampleAsync(
        TimeSpan time,
        CallCounter calls,
        SoakFindings findings,
        TextWriter output
    )
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<ResourceUsage> samples = [];
        for (int i = 1; i <= SampleCount && !findings.First.IsCompleted; i++)
        {
            TimeSpan rest = (time * i / SampleCount) - watch.Elapsed;
            await Task.WhenAny(Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero), findings.First);
            samples.Add(ResourceUsage.Measure());
            if (i % 3 == 0)
            {
                output.WriteLine($@"{watch.Elapsed:hh\:mm\:ss} {calls.StartedCount} calls, {samples[^1]}");
            }
        }

        return samples;
    }

    private static IEnumerable<string> FindGrowth(List<ResourceUsage> samples, TextWriter output)
    {
        if (samples.Count < SampleCount)
        {
            return [];
        }

        ResourceUsage early = ResourceUsage.GetMedian(samples[(SampleCount / 10)..(SampleCount / 2)]);
        ResourceUsage late = ResourceUsage.GetMedian(samples[(SampleCount / 2)..]);
        output.WriteLine($"First half of the run, median: {early}.\nSecond half, median: {late}.");
        return late.FindGrowth(early);
    }

    /// <summary>Waits until the resources of the run are released, or the timeout expires.</summary>
    private static async Task<ResourceUsage> WaitForReleaseAsync(ResourceUsage before, SoakFindings findings)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ResourceUsage now = ResourceUsage.Measure();
        while (watch.Elapsed < s_settleTimeout && (now.Handles > before.Handles + 20 || findings.LiveClientCount > 2))
        {
            await Task.Delay(200);
            now = ResourceUsage.Measure();
        }

        return now;
    }
}
