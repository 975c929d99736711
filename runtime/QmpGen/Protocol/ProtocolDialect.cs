namespace QmpGen;

/// <summary>The rules of the protocol that depend on the version of QEMU.</summary>
/// <remarks>
/// The client adapts to these rules, and the test server follows them. A rule applies from a development build (micro
/// version 50) or release candidate (90) of the first release on.
/// </remarks>
internal readonly record struct ProtocolDialect(QmpVersion Version)
{
    /// <summary>Whether QEMU has the capability <c>oob</c>.</summary>
    public bool HasOutOfBand => !IsBefore(2, 11, 50);

    /// <summary>Whether requests select out-of-band execution with the member <c>control</c>.</summary>
    /// <remarks>In this dialect, errors before execution are not queued and have no id.</remarks>
    public bool UsesControlField => IsBefore(2, 12, 90);

    /// <summary>Whether QEMU drops a command if the queue is full, instead of no longer reading.</summary>
    public bool DropsCommands => IsBefore(3, 1, 50);

    /// <summary>Whether a full queue has a free place only after the execution of its first command.</summary>
    /// <remarks>Later versions free the place when the execution starts.</remarks>
    public bool FreesPlaceAfterExecution => IsBefore(5, 2, 50);

    /// <summary>Whether a guest agent accepts ids and returns them.</summary>
    public bool AgentAcceptsIds => !IsBefore(3, 1, 50);

    private bool IsBefore(int major, int minor, int micro) => Version < new QmpVersion(major, minor, micro, "");
}
