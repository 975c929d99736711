using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>An event.</summary>
/// <param name="Members">The data, unless it is a union.</param>
/// <param name="Union">The property for data that is a union.</param>
/// <param name="BothDirections">Whether servers can send the event.</param>
internal sealed record EventModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<string> Bases,
    string WireName,
    MembersModel Members,
    MemberModel? Union,
    bool BothDirections
) : DeclarationModel(Name, FullName, Summary)
{
    /// <summary>The properties of the record.</summary>
    public IEnumerable<MemberModel> Properties => Union is null ? Members.Items : [Union];
}
