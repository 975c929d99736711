namespace QmpGen.Operations;

/// <summary>Options of <see cref="DeviceOperations.UnplugAsync"/>.</summary>
public sealed record UnplugOptions : OperationOptions
{
    /// <summary>The time to wait until the guest releases the device.</summary>
    /// <remarks>Default: 60 seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> disables the
    /// timeout.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = TimeSpan.FromSeconds(60);
}
