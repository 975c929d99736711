namespace QmpGen.Operations;

/// <summary>Specifies a step of <see cref="PowerOperations.ShutDownAsync"/>.</summary>
public enum ShutDownStep
{
    /// <summary>No step.</summary>
    None,

    /// <summary>The guest agent's <c>guest-shutdown</c>.</summary>
    GuestAgent,

    /// <summary>The power button, <c>system_powerdown</c>.</summary>
    Powerdown,

    /// <summary>The command <c>quit</c>.</summary>
    Quit,

    /// <summary>The kill of the process.</summary>
    Kill,
}
