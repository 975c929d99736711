namespace QmpGen;

/// <summary>Which limits of time there may be.</summary>
internal static class Limits
{
    /// <summary>Refuses what no timer can hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive, or longer than 24 days.</exception>
    public static TimeSpan Checked(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan || (limit > TimeSpan.Zero && limit.TotalMilliseconds <= int.MaxValue)
        ? limit
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit is a positive time of at most 24 days, or Timeout.InfiniteTimeSpan.");
}
