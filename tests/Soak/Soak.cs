using System.Diagnostics;

namespace QmpGen.Soak;

/// <summary>Real QEMUs that come and go under the load of many connections, and the account of all the calls.</summary>
internal static class Soak
{
    private const int Samples = 30;

    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(20);

    /// <summary>Runs and tells.</summary>
    /// <returns>What is wrong; nothing where every call is accounted for and nothing has grown.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(SoakOptions options, TextWriter output)
    {
        Footprint before = Footprint.Take();
        Findings findings = new();
        using Account account = new();
        List<Footprint> samples = await LoadAsync(options, account, findings, output);
        Footprint after = await SettleAsync(before, findings);
        output.WriteLine(account);
        output.WriteLine($"Before: {before}.\nAfter:  {after}; {findings.LivingClients} clients in memory.");
        return
        [
            .. findings.All.Distinct(),
            .. account.Imbalances,
            .. Growth(samples, output),
            .. after.Handles > before.Handles + 20
                ? [$"{after.Handles - before.Handles} handles are left."]
                : Array.Empty<string>(),
            .. findings.LivingClients > 2
                ? [$"{findings.LivingClients} clients are left in memory."]
                : Array.Empty<string>(),
        ];
    }

    private static async Task<List<Footprint>> LoadAsync(
        SoakOptions options,
        Account account,
        Findings findings,
        TextWriter output
    )
    {
        Random random = new(options.Seed);
        List<Machine> machines = [.. Enumerable.Range(0, options.Machines).Select(_ => new Machine(options.Monitors))];
        List<Chaos> chaos = [.. machines.Select(machine => new Chaos(machine, new Random(random.Next())))];
        List<Caller> callers =
        [
            .. machines
                .SelectMany(machine => machine.Sockets)
                .Select(socket => new Caller(socket, account, findings, random.Next())),
        ];
        using CancellationTokenSource stop = new();
        Task[] running =
        [
            .. chaos.Select(item => Task.Run(() => findings.GuardAsync(item.RunAsync(stop.Token)))),
            .. callers.Select(item => Task.Run(() => findings.GuardAsync(item.RunAsync(stop.Token)))),
        ];
        List<Footprint> samples;
        try
        {
            samples = await WatchAsync(options.Time, account, findings, output);
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
        finally
        {
            foreach (Machine machine in machines)
            {
                await machine.DisposeAsync();
            }
        }

        // That QEMU is hit now and then by races of its own is part of the weather; that it is hit often would be ours.
        if (chaos.Sum(item => item.Crashes.Count) > Math.Max(2, chaos.Sum(item => item.Ends) / 100))
        {
            findings.Add($"QEMU crashed too often: {string.Join("; ", chaos)}.");
        }

        output.WriteLine($"{machines.Count} QEMUs, each with {options.Monitors} monitors: {string.Join("; ", chaos)}.");
        output.WriteLine(
            $"{callers.Sum(item => item.Connections)} connections made, {callers.Sum(item => item.Refusals)} refused, {callers.Sum(item => item.Events)} events heard, {callers.Sum(item => item.Misreadings)} calls misread."
        );
        return samples;
    }

    /// <summary>Lets the time pass, or ends early with the first finding: a run that has lost a part of itself proves
    /// nothing any more.</summary>
    private static async Task<List<Footprint>> WatchAsync(
        TimeSpan time,
        Account account,
        Findings findings,
        TextWriter output
    )
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<Footprint> samples = [];
        for (int i = 1; i <= Samples && !findings.First.IsCompleted; i++)
        {
            TimeSpan rest = (time * i / Samples) - watch.Elapsed;
            await Task.WhenAny(Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero), findings.First);
            samples.Add(Footprint.Take());
            if (i % 3 == 0)
            {
                output.WriteLine($@"{watch.Elapsed:hh\:mm\:ss} {account.Sent} calls, {samples[^1]}");
            }
        }

        return samples;
    }

    private static IEnumerable<string> Growth(List<Footprint> samples, TextWriter output)
    {
        if (samples.Count < Samples)
        {
            return [];
        }

        Footprint early = Footprint.Median(samples[(Samples / 10)..(Samples / 2)]);
        Footprint late = Footprint.Median(samples[(Samples / 2)..]);
        output.WriteLine($"First half of the run, median: {early}.\nSecond half, median: {late}.");
        return late.GrowthSince(early);
    }

    /// <summary>Waits until what the run had open is gone, or will not go.</summary>
    private static async Task<Footprint> SettleAsync(Footprint before, Findings findings)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Footprint now = Footprint.Take();
        while (watch.Elapsed < s_settles && (now.Handles > before.Handles + 20 || findings.LivingClients > 2))
        {
            await Task.Delay(200);
            now = Footprint.Take();
        }

        return now;
    }
}
