namespace QmpGen.Operations;

/// <summary>Options of <see cref="KeyOperations"/>.</summary>
public sealed record SendKeysOptions : OperationOptions
{
    /// <summary>The time for which each key or chord is held.</summary>
    /// <remarks>Default: 100 milliseconds. A slow guest loses keys that are held for less time.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan HoldTime
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromMilliseconds(100);
}
