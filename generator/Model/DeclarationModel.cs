using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>Something that is declared in the namespace.</summary>
internal abstract record DeclarationModel(string Name, string Summary, Marks Marks);

internal sealed record EnumValueModel(string WireName, string Name, string Summary, Marks Marks);

internal sealed record EnumModel(string Name, string Summary, Marks Marks, EquatableArray<EnumValueModel> Values)
    : DeclarationModel(Name, Summary, Marks);

/// <summary>An object, or the base of a flat union.</summary>
/// <param name="Members">The members; of a union those common to all branches, without the tag.</param>
/// <param name="Union">The branches of a union.</param>
/// <param name="Reads">Whether it is received.</param>
/// <param name="ReadsItself">Whether it can be read by itself, rather than as a member only.</param>
/// <param name="Writes">Whether it is sent.</param>
/// <param name="IsArguments">Whether a command takes it whole, so that it carries extra members.</param>
internal sealed record ObjectModel(
    string Name,
    string Summary,
    Marks Marks,
    EquatableArray<MemberModel> Members,
    UnionModel? Union,
    bool Reads,
    bool ReadsItself,
    bool Writes,
    bool IsArguments
) : DeclarationModel(Name, Summary, Marks);

/// <summary>What makes a flat union of an object.</summary>
/// <param name="Tag">The member that tells the branches apart.</param>
/// <param name="Branches">A branch for every value of the tag.</param>
/// <param name="HidesUnknown">Whether the branch for the unknown hides an inherited one.</param>
internal sealed record UnionModel(MemberModel Tag, EquatableArray<BranchModel> Branches, bool HidesUnknown);

/// <summary>A branch of a flat union: a record nested in the union's; a union itself where it has branches of its
/// own.</summary>
/// <param name="TagValue">The value of the tag, as a name of the enum.</param>
/// <param name="Hides">Whether its name hides an inherited one.</param>
internal sealed record BranchModel(
    string Name,
    string FullName,
    string TagValue,
    bool Hides,
    string Summary,
    Marks Marks,
    EquatableArray<MemberModel> Members,
    UnionModel? Union
);

/// <summary>An alternate: a value of one of several kinds.</summary>
internal sealed record AlternateModel(
    string Name,
    string Summary,
    Marks Marks,
    EquatableArray<AlternateBranchModel> Branches,
    bool Reads,
    bool Writes
) : DeclarationModel(Name, Summary, Marks);

/// <summary>A branch of an alternate; the one without a type is JSON's null.</summary>
internal sealed record AlternateBranchModel(string Name, JsonToken Token, string Summary, TypeModel? Type);

/// <summary>The kinds of JSON value that an alternate can tell apart.</summary>
internal enum JsonToken
{
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
}

/// <summary>A command: its record and its method on the client.</summary>
/// <param name="Union">The union that is the whole of the arguments; then there are no members.</param>
/// <param name="Result">What it answers; null for nothing.</param>
/// <param name="Parameters">The mandatory members, or the union.</param>
/// <param name="BothDirections">Whether a server can read it and write its answer.</param>
internal sealed record CommandModel(
    string Name,
    string Summary,
    Marks Marks,
    string WireName,
    string MethodName,
    bool AllowOob,
    EquatableArray<string> Features,
    EquatableArray<MemberModel> Members,
    MemberModel? Union,
    TypeModel? Result,
    EquatableArray<ParameterModel> Parameters,
    bool BothDirections
) : DeclarationModel(Name, Summary, Marks);

/// <summary>A parameter of a client's method, and the property that it sets.</summary>
internal sealed record ParameterModel(string Name, string Property, TypeModel Type);

/// <summary>An event.</summary>
/// <param name="Union">The union that is the whole of the data; then there are no members.</param>
/// <param name="BothDirections">Whether a server can send it.</param>
internal sealed record EventModel(
    string Name,
    string Summary,
    Marks Marks,
    string WireName,
    EquatableArray<MemberModel> Members,
    MemberModel? Union,
    bool BothDirections
) : DeclarationModel(Name, Summary, Marks);

/// <summary>The client: how it is connected, and which events it knows.</summary>
/// <param name="IsGuestAgent">Whether it speaks to the guest agent rather than to QEMU's monitor.</param>
/// <param name="Unanswered">The wire names of the commands that are not answered when they succeed.</param>
internal sealed record ClientModel(
    string Name,
    string Summary,
    string SchemaVersion,
    bool IsGuestAgent,
    EquatableArray<string> Unanswered,
    EquatableArray<KnownEventModel> Events
) : DeclarationModel(Name, Summary, default);

internal sealed record KnownEventModel(string WireName, string Name);
