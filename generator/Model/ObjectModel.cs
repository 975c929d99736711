using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>An object without branches.</summary>
/// <param name="Reads">Whether it can be received.</param>
/// <param name="ReadsItself">Whether it can be received outside of another type's members, such as in a list.</param>
/// <param name="Writes">Whether it can be sent.</param>
internal sealed record ObjectModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<string> Bases,
    MembersModel Members,
    bool Reads,
    bool ReadsItself,
    bool Writes
) : DeclarationModel(Name, FullName, Summary);
