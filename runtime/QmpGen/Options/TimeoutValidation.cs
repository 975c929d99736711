namespace QmpGen;

/// <summary>Validates timeouts and delays.</summary>
internal static class TimeoutValidation
{
    /// <summary>Validates a timeout that may be infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or longer than 24 days.</exception>
    public static TimeSpan Validate(TimeSpan value) =>
        value == Timeout.InfiniteTimeSpan || IsValid(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                "The timeout must be positive and at most 24 days, or Timeout.InfiniteTimeSpan."
            );

    /// <summary>Validates a time that must be finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or longer than 24 days.</exception>
    public static TimeSpan ValidateFinite(TimeSpan value) =>
        IsValid(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                "The time must be positive and at most 24 days."
            );

    private static bool IsValid(TimeSpan value) => value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue;
}
