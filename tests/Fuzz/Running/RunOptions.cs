namespace QmpGen.Fuzz.Running;

/// <summary>How long inputs are tried, and which.</summary>
internal sealed record RunOptions
{
    public long Count { get; init; } = 100_000;

    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 2;

    /// <summary>Where findings are written.</summary>
    public string Findings { get; init; } = "findings";

    /// <summary>How long one input may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory the process may have.</summary>
    public long MaxWorkingSet { get; init; } = 3L << 30;

    /// <summary>Where figures and findings are told.</summary>
    public TextWriter Output { get; init; } = Console.Out;
}
