using System.Text;
using QmpGen.Fuzz.Mutation;
using QmpGen.Fuzz.Running;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>A harness that finds nothing proves nothing unless it finds what is there.</summary>
public sealed class HarnessTests : IDisposable
{
    // Beyond what the process has already, and what the tests beside this one may come to need.
    private const long MemoryLimit = 1L << 30;

    private readonly DirectoryInfo _findings = Directory.CreateTempSubdirectory("qmpgen-fuzz-");
    private readonly StringWriter _output = new();

    private string Told => _output.ToString();

    [Fact]
    public void An_exception_is_found_and_its_input_kept_and_shortened()
    {
        Assert.Equal(
            1,
            Run(
                new Planted(body =>
                    body.Contains("null", StringComparison.Ordinal)
                        ? throw new InvalidOperationException("planted")
                        : Outcome.Read
                )
            )
        );

        Assert.Contains("FINDING: System.InvalidOperationException: planted", Told, StringComparison.Ordinal);
        Assert.Equal("null", FuzzInput.Parse(Kept()) is { Body: var body } ? Encoding.Latin1.GetString(body.Span) : "");
    }

    [Fact]
    public void A_hang_is_found_and_its_input_kept()
    {
        Assert.Equal(
            1,
            Run(
                new Planted(body =>
                {
                    Thread.Sleep(body.Contains("null", StringComparison.Ordinal) ? Timeout.Infinite : 0);
                    return Outcome.Read;
                })
            )
        );

        Assert.Contains(
            "FINDING: QmpGen.Fuzz.FindingException: It has taken more than 2 s.",
            Told,
            StringComparison.Ordinal
        );
        Assert.Contains("null", Encoding.Latin1.GetString(Kept()), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_without_bound_is_found()
    {
        // It goes no further than it must to be found, since the tests beside it need memory too.
        List<byte[]> kept = [];
        Assert.Equal(
            1,
            Run(
                new Planted(_ =>
                {
                    if (kept.Count < 3 * (MemoryLimit >> 20) / 2)
                    {
                        kept.Add(Filled(1 << 20));
                    }
                    else
                    {
                        Thread.Sleep(1);
                    }

                    return Outcome.Read;
                }),
                threads: 1
            )
        );

        Assert.Contains(
            "FINDING: QmpGen.Fuzz.FindingException: The process has more than",
            Told,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_finding_stops_the_other_threads()
    {
        int found = 0;
        int tried = 0;
        Assert.Equal(
            1,
            Run(
                new Planted(_ =>
                {
                    Thread.Sleep(1);
                    return Interlocked.Increment(ref tried) > 10 && Interlocked.Exchange(ref found, 1) == 0
                        ? throw new InvalidOperationException("planted")
                        : Outcome.Read;
                })
            )
        );

        int triedAtTheEnd = tried;
        Thread.Sleep(100);
        Assert.Equal(triedAtTheEnd, tried);
    }

    [Fact]
    public void A_failure_of_the_mutator_is_told_although_it_has_no_input()
    {
        Assert.Equal(1, Run(new Planted(_ => Outcome.Read) { HeaderFault = new InvalidOperationException("planted") }));

        Assert.Contains("FINDING: System.InvalidOperationException: planted", Told, StringComparison.Ordinal);
        Assert.Contains("it was the mutator that failed", Told, StringComparison.Ordinal);
        Assert.All(
            _findings.EnumerateFiles("*", SearchOption.AllDirectories),
            file => Assert.True(LastInput.Is(file.Name), file.Name)
        );
    }

    [Fact]
    public void Where_nothing_is_wrong_nothing_is_found_and_nothing_left_behind()
    {
        Assert.Equal(0, Run(new Planted(_ => Outcome.Read)));
        Assert.Empty(_findings.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs_and_another_one_others()
    {
        Assert.Equal(Inputs(seed: 1), Inputs(seed: 1));
        Assert.NotEqual(Inputs(seed: 1), Inputs(seed: 2));
    }

    [Fact]
    public void The_input_of_a_process_that_dies_is_left_behind()
    {
        using LastInput last = new(_findings.FullName, 0);
        last.Write("a longer one"u8.ToArray());
        last.Write("short"u8.ToArray());

        string path = Assert.Single(_findings.GetFiles()).FullName;
        Assert.True(LastInput.Is(path));
        Assert.Equal("short"u8, LastInput.Read(path));
    }

    public void Dispose()
    {
        _findings.Delete(recursive: true);
        _output.Dispose();
    }

    private static string[] Inputs(int seed)
    {
        Mutator mutator = new(new Planted(_ => Outcome.Read), seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => Encoding.Latin1.GetString(mutator.Next()))];
    }

    private static byte[] Filled(int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(1);
        return bytes;
    }

    private int Run(IFuzzTarget target, int threads = 2) =>
        new Runner(
            target,
            new RunOptions
            {
                Count = 20_000,
                Threads = threads,
                Findings = _findings.FullName,
                Patience = TimeSpan.FromSeconds(2),
                MaxWorkingSet = Environment.WorkingSet + MemoryLimit,
                Output = _output,
            }
        ).Run();

    private byte[] Kept() =>
        File.ReadAllBytes(
            Assert
                .Single(_findings.GetFiles("*", SearchOption.AllDirectories), file => !LastInput.Is(file.Name))
                .FullName
        );

    /// <summary>A target that does as a test says.</summary>
    private sealed class Planted(Func<string, Outcome> run) : IFuzzTarget
    {
        public string Name => "planted";

        public string Summary => "";

        public IReadOnlyList<byte[]> Seeds { get; } =
        [FuzzInput.Of("header", """{"a": [1, {"b": "c"}, true], "d": -1.5}""")];

        /// <summary>What making an input fails with; null for nothing.</summary>
        public Exception? HeaderFault { get; init; }

        public string NextHeader(string header, Random random) => HeaderFault is null ? header : throw HeaderFault;

        public Outcome Run(byte[] input) => run(Encoding.Latin1.GetString(FuzzInput.Parse(input).Body.Span));
    }
}
