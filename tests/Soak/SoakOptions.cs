namespace QmpGen.Soak;

/// <summary>Options of a <see cref="SoakRun"/>.</summary>
internal sealed record SoakOptions
{
    /// <summary>The duration of the load.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of QEMUs.</summary>
    public int Machines { get; init; } = 4;

    /// <summary>The number of monitors of each QEMU. Each has one connection.</summary>
    public int Monitors { get; init; } = 50;

    /// <summary>The seed of random numbers. Timing differs, so two runs are never equal.</summary>
    public int Seed { get; init; } = 1;
}
