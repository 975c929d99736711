using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace QmpGen.Fuzz.Engine;

/// <summary>Runs inputs on several threads until one of them fails, hangs or takes too much memory.</summary>
internal sealed class FuzzRun
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(2);

    private readonly IFuzzTarget _target;
    private readonly FuzzOptions _options;
    private readonly string _directory;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public FuzzRun(IFuzzTarget target, FuzzOptions options)
    {
        _target = target;
        _options = options;
        _directory = Path.GetFullPath(Path.Combine(options.Findings, target.Name));
    }

    /// <summary>Runs the inputs.</summary>
    /// <returns>The exit code: 0, or 1 after a finding.</returns>
    public int Run()
    {
        Directory.CreateDirectory(_directory);
        CurrentInputFile[] files =
        [
            .. Enumerable.Range(0, _options.Threads).Select(i => new CurrentInputFile(_directory, i)),
        ];
        FuzzWorker[] workers =
        [
            .. files.Select((file, i) => new FuzzWorker(_target, unchecked((_options.Seed * 1000) + i), file)),
        ];
        _options.Output.WriteLine(
            $"{_target.Name}: {_target.Seeds.Count} seeds, seed {_options.Seed}, {workers.Length} threads"
        );
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i].Start((_options.Count / workers.Length) + (i < _options.Count % workers.Length ? 1 : 0));
        }

        if (WaitForFinding(workers) is { } finding)
        {
            Stop(workers);
            Report(finding);
            return 1;
        }

        PrintProgress(workers);
        Array.ForEach(files, file => file.Dispose());
        return 0;
    }

    /// <summary>Waits until a worker has a finding or all workers have ended.</summary>
    private Finding? WaitForFinding(FuzzWorker[] workers)
    {
        TimeSpan lastProgress = TimeSpan.Zero;
        while (workers.Any(worker => worker.IsAlive))
        {
            Thread.Sleep(s_pollInterval);
            if ((FindFailure(workers) ?? FindExcess(workers)) is { } finding)
            {
                return finding;
            }

            if (_watch.Elapsed > _options.Time)
            {
                Array.ForEach(workers, worker => worker.Stop());
            }

            if (_watch.Elapsed - lastProgress > s_progressInterval)
            {
                lastProgress = _watch.Elapsed;
                PrintProgress(workers);
            }
        }

        return FindFailure(workers);
    }

    private static Finding? FindFailure(FuzzWorker[] workers) =>
        workers.FirstOrDefault(worker => worker.Failure is not null) is { Failure: { } failure } failed
            ? new(failed.CurrentInput, failure, CanMinimize: true)
            : null;

    /// <summary>Finds an input that takes too much time or memory.</summary>
    private Finding? FindExcess(FuzzWorker[] workers)
    {
        if (workers.FirstOrDefault(worker => worker.CurrentInputTime > _options.InputTimeout)?.CurrentInput is { } slow)
        {
            string message = $"The input takes more than {_options.InputTimeout.TotalSeconds} s.";
            return new(slow, new FindingException(message), CanMinimize: false);
        }

        if (
            Environment.WorkingSet > _options.MaxWorkingSet
            && workers.Select(worker => worker.CurrentInput).FirstOrDefault(input => input is not null) is { } large
        )
        {
            string message = $"The process uses more than {_options.MaxWorkingSet >> 20} MiB.";
            return new(large, new FindingException(message), CanMinimize: false);
        }

        return null;
    }

    /// <summary>Stops the other workers, so that they do not take time and memory. A worker that hangs is
    /// abandoned.</summary>
    private static void Stop(FuzzWorker[] workers)
    {
        Array.ForEach(workers, worker => worker.Stop());
        Stopwatch watch = Stopwatch.StartNew();
        foreach (FuzzWorker worker in workers)
        {
            TimeSpan left = s_stopTimeout - watch.Elapsed;
            worker.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private void PrintProgress(FuzzWorker[] workers)
    {
        using Process self = Process.GetCurrentProcess();
        long count = workers.Sum(worker => worker.RunCount);
        double seconds = _watch.Elapsed.TotalSeconds;
        _options.Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} runs: {workers.Sum(worker => worker.AcceptedCount)} accepted, "
                    + $"{workers.Sum(worker => worker.RejectedCount)} rejected; {seconds:0} s, {count / seconds:0}/s; "
                    + $"peak {self.PeakWorkingSet64 >> 20} MiB"
            )
        );
    }

    private void Report(Finding finding)
    {
        _options.Output.WriteLine($"FINDING: {finding.Failure}");
        if (finding.Input is not { } input)
        {
            _options.Output.WriteLine(
                "The mutator failed before it created an input. "
                    + "Run the same seed, count and threads again to repeat it."
            );
            return;
        }

        byte[] shortest = finding.CanMinimize ? InputMinimizer.Minimize(_target, input, finding.Failure) : input;
        string file = Path.Combine(_directory, Convert.ToHexStringLower(SHA256.HashData(shortest))[..12]);
        File.WriteAllBytes(file, shortest);
        _options.Output.WriteLine($"The input of {shortest.Length} bytes is in {file}. To run it again:");
        _options.Output.WriteLine($"  dotnet run -c Release --project tests/Fuzz -- {_target.Name} --replay {file}");
    }

    /// <summary>A finding, which ends the run.</summary>
    /// <param name="Input">The input. Null if the mutator failed.</param>
    /// <param name="Failure">The failure.</param>
    /// <param name="CanMinimize">Whether a shorter input fails quickly in the same way.</param>
    private sealed record Finding(byte[]? Input, Exception Failure, bool CanMinimize);
}
