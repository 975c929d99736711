using System.Text;
using QmpGen.Fuzz.Engine;
using QmpGen.Fuzz.Mutation;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>The engine, which must find planted faults.</summary>
public sealed class FuzzEngineTests : IDisposable
{
    // Higher than the memory that other tests in this process need.
    private const long MemoryLimit = 1L << 30;

    private readonly DirectoryInfo _findings = Directory.CreateTempSubdirectory("qmpgen-fuzz-");
    private readonly StringWriter _output = new();

    private string Output => _output.ToString();

    [Fact]
    public void Exception_InTarget_IsFoundAndMinimized()
    {
        Assert.Equal(
            1,
            Run(
                new PlantedFault(body =>
                    body.Contains("null", StringComparison.Ordinal)
                        ? throw new InvalidOperationException("planted")
                        : FuzzOutcome.Accepted
                )
            )
        );

        Assert.Contains("FINDING: System.InvalidOperationException: planted", Output, StringComparison.Ordinal);
        Assert.Equal(
            "null",
            FuzzInput.Parse(ReadFinding()) is { Body: var body } ? Encoding.Latin1.GetString(body.Span) : ""
        );
    }

    [Fact]
    public void Hang_InTarget_IsFoundAndKept()
    {
        Assert.Equal(
            1,
            Run(
                new PlantedFault(body =>
                {
                    Thread.Sleep(body.Contains("null", StringComparison.Ordinal) ? Timeout.Infinite : 0);
                    return FuzzOutcome.Accepted;
                })
            )
        );

        Assert.Contains("FINDING: QmpGen.Fuzz.FindingException: ", Output, StringComparison.Ordinal);
        Assert.Contains("null", Encoding.Latin1.GetString(ReadFinding()), StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryLeak_InTarget_IsFound()
    {
        // Allocate only a little more than the limit, because other tests need memory too.
        List<byte[]> kept = [];
        Assert.Equal(
            1,
            Run(
                new PlantedFault(_ =>
                {
                    if (kept.Count < 3 * (MemoryLimit >> 20) / 2)
                    {
                        kept.Add(CreateBlock(1 << 20));
                    }
                    else
                    {
                        Thread.Sleep(1);
                    }

                    return FuzzOutcome.Accepted;
                }),
                threads: 1
            )
        );

        Assert.Contains("FINDING: QmpGen.Fuzz.FindingException: ", Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_OnOneThread_StopsOtherThreads()
    {
        int found = 0;
        int tried = 0;
        Assert.Equal(
            1,
            Run(
                new PlantedFault(_ =>
                {
                    Thread.Sleep(1);
                    return Interlocked.Increment(ref tried) > 10 && Interlocked.Exchange(ref found, 1) == 0
                        ? throw new InvalidOperationException("planted")
                        : FuzzOutcome.Accepted;
                })
            )
        );

        int triedAtTheEnd = tried;
        Thread.Sleep(100);
        Assert.Equal(triedAtTheEnd, tried);
    }

    [Fact]
    public void MutatorFailure_WithoutInput_IsReported()
    {
        Assert.Equal(
            1,
            Run(
                new PlantedFault(_ => FuzzOutcome.Accepted)
                {
                    HeaderException = new InvalidOperationException("planted"),
                }
            )
        );

        Assert.Contains("FINDING: System.InvalidOperationException: planted", Output, StringComparison.Ordinal);
        Assert.Contains("The mutator failed", Output, StringComparison.Ordinal);
        Assert.All(
            _findings.EnumerateFiles("*", SearchOption.AllDirectories),
            file => Assert.True(CurrentInputFile.IsMatch(file.Name), file.Name)
        );
    }

    [Fact]
    public void Run_WithoutFinding_LeavesNoFiles()
    {
        Assert.Equal(0, Run(new PlantedFault(_ => FuzzOutcome.Accepted)));
        Assert.Empty(_findings.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Mutator_WithSameSeed_CreatesSameInputs()
    {
        Assert.Equal(CreateInputs(seed: 1), CreateInputs(seed: 1));
        Assert.NotEqual(CreateInputs(seed: 1), CreateInputs(seed: 2));
    }

    [Fact]
    public void CurrentInput_AfterProcessCrash_CanBeRead()
    {
        using CurrentInputFile file = new(_findings.FullName, 0);
        file.Write("a longer one"u8.ToArray());
        file.Write("short"u8.ToArray());

        string path = Assert.Single(_findings.GetFiles()).FullName;
        Assert.True(CurrentInputFile.IsMatch(path));
        Assert.Equal("short"u8, CurrentInputFile.Read(path));
    }

    public void Dispose()
    {
        _findings.Delete(recursive: true);
        _output.Dispose();
    }

    private static string[] CreateInputs(int seed)
    {
        InputMutator mutator = new(new PlantedFault(_ => FuzzOutcome.Accepted), seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => Encoding.Latin1.GetString(mutator.CreateNext()))];
    }

    private static byte[] CreateBlock(int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(1);
        return bytes;
    }

    private int Run(IFuzzTarget target, int threads = 2) =>
        new FuzzRun(
            target,
            new FuzzOptions
            {
                Count = 20_000,
                Threads = threads,
                Findings = _findings.FullName,
                InputTimeout = TimeSpan.FromSeconds(2),
                MaxWorkingSet = Environment.WorkingSet + MemoryLimit,
                Output = _output,
            }
        ).Run();

    private byte[] ReadFinding() =>
        File.ReadAllBytes(
            Assert
                .Single(
                    _findings.GetFiles("*", SearchOption.AllDirectories),
                    file => !CurrentInputFile.IsMatch(file.Name)
                )
                .FullName
        );

    /// <summary>A target with the behavior that a test needs.</summary>
    private sealed class PlantedFault(Func<string, FuzzOutcome> run) : IFuzzTarget
    {
        public string Name => "planted";

        public IReadOnlyList<byte[]> Seeds { get; } =
        [FuzzInput.Create("header", """{"a": [1, {"b": "c"}, true], "d": -1.5}""")];

        /// <summary>The exception of the mutator. Null for none.</summary>
        public Exception? HeaderException { get; init; }

        public string CreateHeader(string header, Random random) =>
            HeaderException is null ? header : throw HeaderException;

        public FuzzOutcome Run(byte[] input) => run(Encoding.Latin1.GetString(FuzzInput.Parse(input).Body.Span));
    }
}
