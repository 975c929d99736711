namespace QmpGen.Operations;

/// <summary>Options of <see cref="PowerOperations.ShutDownAsync"/>.</summary>
/// <remarks>
/// <para>Immutable: use <c>with</c> to create a changed copy.</para>
/// <para><see cref="OperationOptions.CommandTimeout"/> also limits the wait for the end of QEMU after <c>quit</c>, and
/// after a kill.</para>
/// </remarks>
public sealed record ShutDownOptions : OperationOptions
{
    /// <summary>A client of the guest's agent, which shuts down the guest first. Default: null.</summary>
    public QmpClient? GuestAgent { get; init; }

    /// <summary>Whether the guest receives a press of its power button (<c>system_powerdown</c>). Default:
    /// true.</summary>
    public bool Powerdown { get; init; } = true;

    /// <summary>The time that the guest has to shut down after each of the two requests. Default: 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan GuestTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = TimeSpan.FromSeconds(60);

    /// <summary>The process, which is killed if <c>quit</c> does not end it. Default: null.</summary>
    /// <remarks>Its exit ends the operation. Without it, the end of the connection ends the operation, and QEMU
    /// is not killed.</remarks>
    public QemuProcess? Process { get; init; }
}
