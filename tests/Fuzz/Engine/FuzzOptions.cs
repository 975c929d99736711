namespace QmpGen.Fuzz.Engine;

/// <summary>Options of a <see cref="FuzzRun"/>.</summary>
internal sealed record FuzzOptions
{
    /// <summary>The number of inputs.</summary>
    public long Count { get; init; } = 100_000;

    /// <summary>The time after which the run ends.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    /// <summary>The seed from which the inputs are generated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of threads.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>The directory for findings.</summary>
    public string Findings { get; init; } = "findings";

    /// <summary>The time after which an input counts as a hang.</summary>
    public TimeSpan InputTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The working set in bytes above which the run ends.</summary>
    public long MaxWorkingSet { get; init; } = 3L << 30;

    /// <summary>The writer for progress and findings.</summary>
    public TextWriter Output { get; init; } = Console.Out;
}
