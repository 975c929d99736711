namespace QmpGen.Operations;

/// <summary>The timeouts of the commands of an operation.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public record OperationOptions
{
    /// <summary>The timeout of a command that only returns information, such as <c>query-jobs</c>.</summary>
    /// <remarks>Default: 5 seconds. <see cref="Timeout.InfiniteTimeSpan"/> disables the timeout.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan QueryTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = TimeSpan.FromSeconds(5);

    /// <summary>The timeout of a command that changes something, such as <c>device_del</c> or <c>quit</c>.</summary>
    /// <remarks>Default: 60 seconds. <see cref="Timeout.InfiniteTimeSpan"/> disables the timeout. It does not limit the
    /// work that continues after the response, such as a job.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan CommandTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = TimeSpan.FromSeconds(60);

    /// <summary>The time between two queries of the state, if no event causes an earlier one.</summary>
    /// <remarks>Default: 1 second.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromSeconds(1);
}
