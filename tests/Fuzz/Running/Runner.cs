using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace QmpGen.Fuzz.Running;

/// <summary>Tries inputs on several threads, and watches over them: an input that fails, takes too long or too much memory ends the run.</summary>
internal sealed class Runner
{
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
        Worker[] workers = [.. last.Select((file, i) => new Worker(_target, unchecked((_options.Seed * 1000) + i), file))];
        Console.WriteLine($"{_target.Name}: {_target.Seeds.Count} seeds, seed {_options.Seed}, {workers.Length} threads");
        for (int i = 0; i < workers.Length; i++)
            workers[i].Start((_options.Count / workers.Length) + (i < _options.Count % workers.Length ? 1 : 0));

        int exitCode = Watch(workers);
        if (exitCode == 0)
            Array.ForEach(last, file => file.Dispose());

        return exitCode;
    }

    private int Watch(Worker[] workers)
    {
        TimeSpan told = TimeSpan.Zero;
        while (workers.Any(worker => worker.IsAlive))
        {
            Thread.Sleep(100);
            if (workers.FirstOrDefault(worker => worker.Failure is not null) is { Failure: { } failure, Current: { } input })
                return Tell(input, failure, mayShorten: true);

            if (workers.FirstOrDefault(worker => worker.Elapsed > _options.Patience) is { Current: { } slow })
                return Tell(slow, new FindingException($"It has taken more than {_options.Patience.TotalSeconds} s."), mayShorten: false);

            if (Environment.WorkingSet > _options.MaxWorkingSet && workers.FirstOrDefault(worker => worker.Current is not null) is { Current: { } large })
                return Tell(large, new FindingException($"The process has more than {_options.MaxWorkingSet >> 20} MiB."), mayShorten: false);

            if (_watch.Elapsed > _options.Time)
                Array.ForEach(workers, worker => worker.IsToStop = true);

            if (_watch.Elapsed - told > TimeSpan.FromSeconds(30))
            {
                told = _watch.Elapsed;
                TellFigures(workers);
            }
        }

        if (workers.FirstOrDefault(worker => worker.Failure is not null) is { Failure: { } late } failed)
            return Tell(failed.Current!, late, mayShorten: true);

        TellFigures(workers);
        return 0;
    }

    private void TellFigures(Worker[] workers)
    {
        using Process self = Process.GetCurrentProcess();
        long runs = workers.Sum(worker => worker.Runs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs} runs: {workers.Sum(worker => worker.Read)} read, {workers.Sum(worker => worker.Refused)} refused; {_watch.Elapsed.TotalSeconds:0} s, {runs / _watch.Elapsed.TotalSeconds:0}/s; peak {self.PeakWorkingSet64 >> 20} MiB"));
    }

    private int Tell(byte[] input, Exception failure, bool mayShorten)
    {
        Console.WriteLine($"FINDING: {failure}");
        byte[] shortened = mayShorten ? Minimiser.Shorten(_target, input, failure) : input;
        string file = Path.Combine(_directory, Convert.ToHexStringLower(SHA256.HashData(shortened))[..12]);
        File.WriteAllBytes(file, shortened);
        Console.WriteLine($"The input of {shortened.Length} bytes is {file}. To try it again:\n  dotnet run -c Release --project tests/Fuzz -- {_target.Name} --replay {file}");
        return 1;
    }
}
