using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Requests;

/// <summary>The rules of the protocol that depend on the version of QEMU.</summary>
internal readonly record struct ProtocolDialect(QmpVersion Version)
{
    /// <summary>Whether QEMU has the capability <c>oob</c>.</summary>
    public bool HasOutOfBand => !IsBefore(2, 11, 50);

    /// <summary>Whether requests ask for out-of-band execution with the member <c>control</c>.</summary>
    /// <remarks>In this dialect, errors skip the queue and have no id.</remarks>
    public bool UsesControlField => IsBefore(2, 12, 90);

    /// <summary>Whether QEMU drops a command that finds the queue full. Otherwise it stops reading.</summary>
    public bool DropsCommands => IsBefore(3, 1, 50);

    /// <summary>Whether a command keeps its place in the queue until it has been executed.</summary>
    public bool FreesPlaceAfterExecution => IsBefore(5, 2, 50);

    /// <summary>Whether the error for an unknown enum value contains the name of the member.</summary>
    public bool NamesEnumMember => !IsBefore(5, 2, 50);

    /// <summary>Whether the arguments of <c>query-qmp-schema</c> are checked.</summary>
    public bool ChecksSchemaQuery => !IsBefore(5, 2, 50);

    /// <summary>Whether <c>object-add</c> takes any member, if its dump does not have a union.</summary>
    public bool OpensObjectAdd => !IsBefore(4, 2, 50);

    /// <summary>The parser of requests.</summary>
    public RequestSyntax Syntax =>
        IsBefore(3, 0, 50) ? RequestSyntax.Lenient
        : IsBefore(11, 0, 50) ? RequestSyntax.Strict
        : RequestSyntax.Positioned;

    /// <summary>Whether a guest agent accepts ids and echoes them.</summary>
    public bool AgentAcceptsIds => !IsBefore(3, 1, 50);

    private bool IsBefore(int major, int minor, int micro) =>
        (Version.Major, Version.Minor, Version.Micro).CompareTo((major, minor, micro)) < 0;
}
