using System.Globalization;
using QmpGen.Fuzz.Mutation;
using QmpGen.Fuzz.Targets;

namespace QmpGen.Fuzz.Running;

/// <summary>The program's arguments.</summary>
internal static class CommandLine
{
    // AFL++ looks at each of them before it starts, and takes no longer tokens.
    private const int MostSeeds = 200;
    private const int LongestToken = 128;

    private const string Usage = """
        Tries mutated inputs on QmpGen, and stops at the first one that it does not take as documented.

          TARGET [--count N | --time 10m] [--seed S] [--threads N] [--findings DIR]   tries inputs: N of them, or for a time (s, m, h); else 100000
          TARGET --replay FILE                                                        tries one input, such as a finding
          TARGET --seeds DIR                                                          writes some seeds to files, and tokens to DIR.dict, for AFL++
          TARGET --afl                                                                tries what AFL++ sends: afl.sh starts it so

        The same seed, count and number of threads try the same inputs. A finding is written to a file, and the exit code is 1.
        A process that dies without a word leaves what it was trying in files running-0, running-1 and so on, which can be replayed too.
        Targets:

        """;

    /// <summary>Runs the program.</summary>
    public static int Run(string[] args)
    {
        if (args is [var fuzzed, "--afl"])
        {
            return RunForAfl(fuzzed);
        }

        if (args.Length == 0 || AllTargets.Find(args[0]) is not { } target)
        {
            Console.WriteLine(
                Usage
                    + string.Join(
                        '\n',
                        AllTargets.Names.Select(name => $"  {name,-8} {AllTargets.Find(name)!.Summary}")
                    )
            );
            return 2;
        }

        try
        {
            return Run(target, args[1..]);
        }
        catch (FormatException e)
        {
            Console.WriteLine($"{e.Message}\n{Usage}");
            return 2;
        }
    }

    private static int Run(IFuzzTarget target, string[] args)
    {
        switch (args)
        {
            case ["--replay", var file]:
                return Replay(target, file);
            case ["--seeds", var directory]:
                return WriteSeeds(target, directory);
            default:
                return new Runner(target, Options(args)).Run();
        }
    }

    private static RunOptions Options(string[] args)
    {
        RunOptions options = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} has no value.");
            options = args[i] switch
            {
                "--count" => options with { Count = long.Parse(value, CultureInfo.InvariantCulture) },
                "--time" => options with { Count = long.MaxValue, Time = TimeOf(value) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--findings" => options with { Findings = value },
                var other => throw new FormatException($"There is no option {other}."),
            };
        }

        return options;
    }

    private static TimeSpan TimeOf(string text) =>
        double.Parse(text.AsSpan(..^1), CultureInfo.InvariantCulture)
        * (
            text[^1] switch
            {
                's' => TimeSpan.FromSeconds(1),
                'm' => TimeSpan.FromMinutes(1),
                'h' => TimeSpan.FromHours(1),
                _ => throw new FormatException($"'{text}' is no time: write 30s, 10m or 1h."),
            }
        );

    private static int Replay(IFuzzTarget target, string file)
    {
        byte[] input = LastInput.Is(file) ? LastInput.Read(file) : File.ReadAllBytes(file);
        (Outcome? outcome, Exception? failure) = Attempt.Run(target, input);
        Console.WriteLine(failure?.ToString() ?? outcome.ToString());
        return failure is null ? 0 : 1;
    }

    private static int WriteSeeds(IFuzzTarget target, string directory)
    {
        Directory.CreateDirectory(directory);
        int step = (target.Seeds.Count / MostSeeds) + 1;
        for (int i = 0; i < target.Seeds.Count; i += step)
        {
            File.WriteAllBytes(Path.Combine(directory, $"{i:D5}"), target.Seeds[i]);
        }

        IEnumerable<byte[]> tokens = Tokens
            .All.Concat(Tokens.Names)
            .Where(token => token.Length is > 0 and <= LongestToken);
        File.WriteAllLines(
            directory + ".dict",
            tokens.Select(token => $"\"{string.Concat(token.Select(value => $"\\x{value:X2}"))}\"")
        );
        return 0;
    }

    /// <summary>What AFL++ starts. Nothing that is instrumented may run before it is ready, so the target is made by
    /// the first input.</summary>
    private static int RunForAfl(string target)
    {
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            AllTargets.Find(target)!.Run(input.ToArray());
        });
        return 0;
    }
}
