namespace QmpGen.Operations;

/// <summary>Options of <see cref="KeyOperations"/>.</summary>
public sealed record SendKeysOptions : OperationOptions
{
    /// <summary>The time between two presses or releases of keys.</summary>
    /// <remarks>Default: 100 milliseconds. A chord of two keys takes four times as long. A slow guest loses keys that
    /// are held for less time.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan HoldTime
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromMilliseconds(100);
}
