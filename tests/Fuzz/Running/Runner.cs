using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace QmpGen.Fuzz.Running;

/// <summary>Tries inputs on several threads, and watches over them: an input that fails, takes too long or too much
/// memory ends the run.</summary>
internal sealed class Runner
{
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(2);

    private readonly IFuzzTarget _target;
    private readonly RunOptions _options;
    private readonly string _directory;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Runner(IFuzzTarget target, RunOptions options)
    {
        _target = target;
        _options = options;
        _directory = Path.GetFullPath(Path.Combine(options.Findings, target.Name));
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code: 0 where nothing was found.</returns>
    public int Run()
    {
        Directory.CreateDirectory(_directory);
        LastInput[] last = [.. Enumerable.Range(0, _options.Threads).Select(i => new LastInput(_directory, i))];
        Worker[] workers =
        [
            .. last.Select((file, i) => new Worker(_target, unchecked((_options.Seed * 1000) + i), file)),
        ];
        _options.Output.WriteLine(
            $"{_target.Name}: {_target.Seeds.Count} seeds, seed {_options.Seed}, {workers.Length} threads"
        );
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i].Start((_options.Count / workers.Length) + (i < _options.Count % workers.Length ? 1 : 0));
        }

        int exitCode = Watch(workers);
        if (exitCode == 0)
        {
            Array.ForEach(last, file => file.Dispose());
        }

        return exitCode;
    }

    private int Watch(Worker[] workers)
    {
        TimeSpan told = TimeSpan.Zero;
        while (workers.Any(worker => worker.IsAlive))
        {
            Thread.Sleep(100);
            if (Find(workers) is { } finding)
            {
                Stop(workers);
                return Tell(finding);
            }

            if (_watch.Elapsed > _options.Time)
            {
                Array.ForEach(workers, worker => worker.IsToStop = true);
            }

            if (_watch.Elapsed - told > TimeSpan.FromSeconds(30))
            {
                told = _watch.Elapsed;
                TellFigures(workers);
            }
        }

        if (FindFailure(workers) is { } late)
        {
            return Tell(late);
        }

        TellFigures(workers);
        return 0;
    }

    private Finding? Find(Worker[] workers)
    {
        if (FindFailure(workers) is { } failure)
        {
            return failure;
        }

        if (workers.FirstOrDefault(worker => worker.Elapsed > _options.Patience) is { Current: { } slow })
        {
            return new(
                slow,
                new FindingException($"It has taken more than {_options.Patience.TotalSeconds} s."),
                MayShorten: false
            );
        }

        if (
            Environment.WorkingSet > _options.MaxWorkingSet
            && workers.FirstOrDefault(worker => worker.Current is not null) is { Current: { } large }
        )
        {
            return new(
                large,
                new FindingException($"The process has more than {_options.MaxWorkingSet >> 20} MiB."),
                MayShorten: false
            );
        }

        return null;
    }

    private static Finding? FindFailure(Worker[] workers) =>
        workers.FirstOrDefault(worker => worker.Failure is not null) is { Failure: { } failure } failed
            ? new(failed.Current, failure, MayShorten: true)
            : null;

    /// <summary>Ends the other workers, which would take time and memory from what follows. One that hangs is left
    /// behind.</summary>
    private static void Stop(Worker[] workers)
    {
        Array.ForEach(workers, worker => worker.IsToStop = true);
        Stopwatch watch = Stopwatch.StartNew();
        foreach (Worker worker in workers)
        {
            TimeSpan left = s_stopPatience - watch.Elapsed;
            worker.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private void TellFigures(Worker[] workers)
    {
        using Process self = Process.GetCurrentProcess();
        long runs = workers.Sum(worker => worker.Runs);
        _options.Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runs} runs: {workers.Sum(worker => worker.Read)} read, {workers.Sum(worker => worker.Refused)} refused; {_watch.Elapsed.TotalSeconds:0} s, {runs / _watch.Elapsed.TotalSeconds:0}/s; peak {self.PeakWorkingSet64 >> 20} MiB"
            )
        );
    }

    private int Tell(Finding finding)
    {
        _options.Output.WriteLine($"FINDING: {finding.Failure}");
        if (finding.Input is not { } input)
        {
            _options.Output.WriteLine(
                "It has no input: it was the mutator that failed, as it will again with the same seed, count and threads."
            );
            return 1;
        }

        byte[] shortened = finding.MayShorten ? Minimiser.Shorten(_target, input, finding.Failure) : input;
        string file = Path.Combine(_directory, Convert.ToHexStringLower(SHA256.HashData(shortened))[..12]);
        File.WriteAllBytes(file, shortened);
        _options.Output.WriteLine(
            $"The input of {shortened.Length} bytes is {file}. To try it again:\n  dotnet run -c Release --project tests/Fuzz -- {_target.Name} --replay {file}"
        );
        return 1;
    }

    /// <summary>What ends a run.</summary>
    /// <param name="Input">What was being tried; null where it was still being made.</param>
    /// <param name="Failure">What is wrong.</param>
    /// <param name="MayShorten">Whether it shows again, and soon, when a shorter input is tried.</param>
    private sealed record Finding(byte[]? Input, Exception Failure, bool MayShorten);
}
