using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Requests;

/// <summary>The rules for the content of requests that depend on the version of QEMU.</summary>
/// <remarks>A rule applies from a development build (micro version 50) of the first release on.</remarks>
internal sealed class RequestRules(QmpVersion version)
{
    /// <summary>The parser of requests.</summary>
    public RequestSyntax Syntax { get; } =
        version < new QmpVersion(3, 0, 50, "") ? RequestSyntax.Lenient
        : version < new QmpVersion(11, 0, 50, "") ? RequestSyntax.Strict
        : RequestSyntax.Positioned;

    /// <summary>Whether the error for an unknown enum value contains the name of the member.</summary>
    public bool NamesEnumMember { get; } = version >= new QmpVersion(5, 2, 50, "");

    /// <summary>Whether the arguments of <c>query-qmp-schema</c> are checked.</summary>
    public bool ChecksSchemaQuery { get; } = version >= new QmpVersion(5, 2, 50, "");

    /// <summary>Whether <c>object-add</c> accepts any member, if its dump does not have a union.</summary>
    public bool OpensObjectAdd { get; } = version >= new QmpVersion(4, 2, 50, "");
}
