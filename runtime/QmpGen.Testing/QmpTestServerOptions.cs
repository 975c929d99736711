namespace QmpGen.Testing;

/// <summary>Which QEMU a test server is like. Immutable: change a copy by <c>with</c>.</summary>
public sealed record QmpTestServerOptions
{
    /// <summary>The version in the greeting, and the dialect of the protocol that goes with it. 7.2.22, without a
    /// package's name, unless told
    /// otherwise.</summary>
    /// <remarks>
    /// Before 3.0 (2.12.90) out-of-band execution is asked for by <c>control.run-oob</c>, needs an id on every command,
    /// and errors that are
    /// found before execution come back without it. Before 4.0 (3.1.50) a command that finds the queue full is dropped;
    /// later ones are left unread, up to 5.2 until the
    /// first of the queue has been executed, from 6.0 (5.2.50) on until it has been begun. Before 2.12 (2.11.50)
    /// there are no capabilities. A guest agent before 4.0 (3.1.50) refuses requests with an id. The descriptions of
    /// errors are those of 7.2 where the dialect itself does not bring others.
    /// </remarks>
    public QmpVersion Version { get; init; } = new(7, 2, 22, "");

    /// <summary>Whether the server listens at a TCP port of this machine, which the system chooses, rather than at a
    /// unix socket. It does not unless told
    /// otherwise.</summary>
    public bool UseTcp { get; init; }

    /// <summary>Whether the greeting offers the capability <c>oob</c>; so unless told otherwise.</summary>
    public bool OfferOutOfBand { get; init; } = true;

    /// <summary>What a client of a guest agent finds in the channel when it connects: what is left of the answers to
    /// others, or anything else. Nothing
    /// unless told otherwise; a monitor never has any.</summary>
    public ReadOnlyMemory<byte> Noise { get; init; }

    /// <summary>Whether an answer that a handler gives must be one that the schema promises; so unless told otherwise.
    /// One that is not, is replaced by a
    /// <c>GenericError</c> that names the command and what is wrong: a mandatory member that is missing, or a value of
    /// another kind.</summary>
    /// <remarks>What a newer QEMU may say passes: further members, enum texts and union branches. Switch it off to
    /// answer what no QEMU of this schema would.</remarks>
    public bool CheckAnswers { get; init; } = true;

    /// <summary>Whether the version has the capability and these options offer it.</summary>
    internal bool OffersOutOfBand => OfferOutOfBand && !IsBefore(2, 11, 50);

    /// <summary>Whether out-of-band execution is asked for by the member <c>control</c>, and errors jump the queue
    /// without an id.</summary>
    internal bool UsesControlField => IsBefore(2, 12, 90);

    /// <summary>Whether a command that finds the queue full is dropped, rather than left in the socket.</summary>
    internal bool DropsCommands => IsBefore(3, 1, 50);

    /// <summary>Whether a full queue has room again only when the command that was taken out of it has been executed,
    /// rather than when it is taken out.</summary>
    internal bool MakesRoomLate => IsBefore(5, 2, 50);

    /// <summary>Whether a guest agent takes and echoes ids, rather than refuse them.</summary>
    internal bool AgentTakesIds => !IsBefore(3, 1, 50);

    private bool IsBefore(int major, int minor, int micro) =>
        (Version.Major, Version.Minor, Version.Micro).CompareTo((major, minor, micro)) < 0;
}
