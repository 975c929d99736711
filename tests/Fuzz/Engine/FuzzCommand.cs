using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using QmpGen.Fuzz.Growth;
using QmpGen.Fuzz.Mutation;
using QmpGen.Fuzz.Targets;

namespace QmpGen.Fuzz.Engine;

/// <summary>The command line of the program.</summary>
internal static class FuzzCommand
{
    // AFL++ runs each seed before it starts, and rejects longer tokens.
    private const int MaxSeedCount = 200;
    private const int MaxTokenLength = 128;

    private static readonly Argument<string> s_target = new("target")
    {
        Description = "What to fuzz. See docs/fuzzing.md.",
    };

    private static readonly Option<long?> s_count = new("--count")
    {
        Description = "The number of inputs. Default: 100000, or no limit with --time.",
    };

    private static readonly Option<TimeSpan?> s_time = new("--time")
    {
        Description = "The time to run, such as 30s, 10m or 1h. Default: no limit.",
        CustomParser = ParseTime,
    };

    private static readonly Option<int> s_seed = new("--seed")
    {
        Description = "The seed. The same seed, count and number of threads give the same inputs.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> s_threads = new("--threads")
    {
        Description = "The number of threads.",
        DefaultValueFactory = _ => 2,
    };

    private static readonly Option<string> s_findings = new("--findings")
    {
        Description = "The directory for findings.",
        DefaultValueFactory = _ => "findings",
    };

    private static readonly Option<string?> s_replay = new("--replay")
    {
        Description = "Run one input from a file, such as a finding.",
    };

    private static readonly Option<string?> s_seeds = new("--seeds")
    {
        Description = "Write seeds to a directory, and tokens to DIR.dict, for AFL++.",
    };

    private static readonly Option<bool> s_afl = new("--afl")
    {
        Description = "Run the inputs that AFL++ sends. afl.sh uses this option.",
    };

    public static RootCommand Create()
    {
        s_target.AcceptOnlyFromAmong([.. FuzzTargets.Names]);
        RootCommand command = new(
            "Runs mutated inputs and stops at the first one that QmpGen does not handle as documented. "
                + "A finding is written to a file, and the exit code is 1. If the process dies, "
                + "the file running-0 (or running-1 and so on) contains the last input."
        )
        {
            s_target,
            s_count,
            s_time,
            s_seed,
            s_threads,
            s_findings,
            s_replay,
            s_seeds,
            s_afl,
            GrowthCommand.Create(),
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string name = arguments.GetRequiredValue(s_target);
        return arguments.GetValue(s_afl) ? RunForAfl(name)
            : arguments.GetValue(s_replay) is { } file ? Replay(FuzzTargets.Get(name), file)
            : arguments.GetValue(s_seeds) is { } directory ? WriteSeeds(FuzzTargets.Get(name), directory)
            : new FuzzRun(FuzzTargets.Get(name), CreateOptions(arguments)).Run();
    }

    private static FuzzOptions CreateOptions(ParseResult arguments)
    {
        TimeSpan? time = arguments.GetValue(s_time);
        return new FuzzOptions
        {
            Count = arguments.GetValue(s_count) ?? (time is null ? 100_000 : long.MaxValue),
            Time = time ?? TimeSpan.MaxValue,
            Seed = arguments.GetValue(s_seed),
            Threads = arguments.GetValue(s_threads),
            Findings = arguments.GetRequiredValue(s_findings),
        };
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => null,
        };
        if (unit is { } one && double.TryParse(text.AsSpan(..^1), CultureInfo.InvariantCulture, out double number))
        {
            return number * one;
        }

        result.AddError($"'{text}' is not a time. Use 30s, 10m or 1h.");
        return null;
    }

    private static int Replay(IFuzzTarget target, string file)
    {
        byte[] input = CurrentInputFile.IsMatch(file) ? CurrentInputFile.Read(file) : File.ReadAllBytes(file);
        (FuzzOutcome? outcome, Exception? failure) = InputRunner.Run(target, input);
        Console.WriteLine(failure?.ToString() ?? outcome.ToString());
        return failure is null ? 0 : 1;
    }

    private static int WriteSeeds(IFuzzTarget target, string directory)
    {
        Directory.CreateDirectory(directory);
        int step = (target.Seeds.Count / MaxSeedCount) + 1;
        for (int i = 0; i < target.Seeds.Count; i += step)
        {
            File.WriteAllBytes(Path.Combine(directory, $"{i:D5}"), target.Seeds[i]);
        }

        IEnumerable<byte[]> tokens = TrickyTokens
            .Values.Concat(TrickyTokens.Names)
            .Where(token => token.Length is > 0 and <= MaxTokenLength);
        File.WriteAllLines(
            directory + ".dict",
            tokens.Select(token => $"\"{string.Concat(token.Select(value => $"\\x{value:X2}"))}\"")
        );
        return 0;
    }

    /// <summary>Runs the inputs that AFL++ sends.</summary>
    /// <remarks>Instrumented code must not run before AFL++ is ready, so the first input creates the target.</remarks>
    private static int RunForAfl(string name)
    {
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            FuzzTargets.Get(name).Run(input.ToArray());
        });
        return 0;
    }
}
