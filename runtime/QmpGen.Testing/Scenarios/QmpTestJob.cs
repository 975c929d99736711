namespace QmpGen.Testing;

/// <summary>A job that <see cref="QmpTestServer.PlayJob"/> plays.</summary>
/// <remarks>Immutable. The default is a job that completes after 20 milliseconds.</remarks>
public sealed record QmpTestJob
{
    /// <summary>The error with which the job fails after half of its work.</summary>
    /// <remarks>Default: null, which does not fail.</remarks>
    public string? Error { get; init; }

    /// <summary>The whole work of the job, in bytes.</summary>
    /// <remarks>Default: 1 MiB.</remarks>
    public long Total { get; init; } = 1 << 20;

    /// <summary>The time of the work.</summary>
    /// <remarks>Default: 20 milliseconds. <see cref="Timeout.InfiniteTimeSpan"/> plays a job that stops after half of
    /// its work, until a client cancels it.</remarks>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the job waits for <c>job-complete</c> after its work.</summary>
    /// <remarks>Default: null, which is true for mirrors. Set it to true for the commit of an active image.</remarks>
    public bool? WaitsWhenReady { get; init; }
}
