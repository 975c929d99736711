using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>A command: its record and the method of the client.</summary>
/// <param name="Members">The arguments, unless they are a union.</param>
/// <param name="Union">The property for arguments that are a union.</param>
/// <param name="Result">The type of the response; null if it is empty.</param>
/// <param name="Parameters">The required members, or the union.</param>
/// <param name="MethodSummary">The documentation of the methods.</param>
/// <param name="BothDirections">Whether servers can read the command and write its response.</param>
internal sealed record CommandModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<string> Bases,
    string WireName,
    string MethodName,
    bool AllowOob,
    EquatableArray<string> Features,
    MembersModel Members,
    MemberModel? Union,
    TypeModel? Result,
    EquatableArray<ParameterModel> Parameters,
    string MethodSummary,
    bool BothDirections
) : DeclarationModel(Name, FullName, Summary)
{
    /// <summary>Whether a method takes the record, because others cannot pass all members.</summary>
    public bool HasOptionalMembers => Members.Items.Any(member => member.Optional);
}

/// <summary>A parameter of a method, and the property that it sets.</summary>
internal sealed record ParameterModel(string Name, string Property, TypeModel Type);
