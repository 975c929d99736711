namespace QmpGen.Soak;

/// <summary>How long, how much, and by which chance.</summary>
internal sealed record SoakOptions
{
    /// <summary>How long calls are made.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many QEMUs there are.</summary>
    public int Machines { get; init; } = 4;

    /// <summary>How many monitors each has, with one connection to each.</summary>
    public int Monitors { get; init; } = 50;

    /// <summary>What chance begins with. The order of what happens also depends on the machine, so that no run is like
    /// another.</summary>
    public int Seed { get; init; } = 1;
}
