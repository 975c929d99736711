namespace QmpGen.Operations;

/// <summary>The result of <see cref="PowerOperations.ShutDownAsync"/>.</summary>
public sealed record ShutDownResult
{
    /// <summary>The step that ended QEMU.</summary>
    /// <remarks><see cref="ShutDownStep.None"/> if it had ended before, crashed, or was ended by another
    /// program.</remarks>
    public required ShutDownStep EndedBy { get; init; }

    /// <summary>The step after which the guest shut down.</summary>
    /// <remarks><see cref="ShutDownStep.None"/> if the guest did not shut down. For the guest, the end of QEMU was then
    /// a power failure, unless the guest had shut down before. It differs from <see cref="EndedBy"/> if QEMU has the
    /// option <c>-no-shutdown</c>.</remarks>
    public ShutDownStep GuestShutDownBy { get; init; }

    /// <summary>The reason in the last event SHUTDOWN, such as <c>guest-shutdown</c> or <c>host-qmp-quit</c>.</summary>
    /// <remarks>Null if the client did not receive the event, and for QEMU before 4.0.</remarks>
    public string? Reason { get; init; }

    /// <summary>The exit code, or null without <see cref="ShutDownOptions.Process"/>.</summary>
    public int? ExitCode { get; init; }
}
