namespace QmpGen;

/// <summary>Which limits of time there may be.</summary>
internal static class Limits
{
    /// <summary>Refuses what no timer can hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or longer than 24 days.</exception>
    public static TimeSpan Checked(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan || IsFinite(limit)
            ? limit
            : throw new ArgumentOutOfRangeException(
                nameof(limit),
                limit,
                "The limit is a positive time of at most 24 days, or Timeout.InfiniteTimeSpan."
            );

    /// <summary>Refuses what no timer can hold, and what never ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or longer than 24 days.</exception>
    public static TimeSpan CheckedFinite(TimeSpan time) =>
        IsFinite(time)
            ? time
            : throw new ArgumentOutOfRangeException(nameof(time), time, "The time is positive and at most 24 days.");

    private static bool IsFinite(TimeSpan time) => time > TimeSpan.Zero && time.TotalMilliseconds <= int.MaxValue;
}
