using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>A flat union.</summary>
/// <param name="IsArguments">Whether the union is the arguments of a command and holds extra members.</param>
internal sealed record UnionModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<string> Bases,
    UnionContent Content,
    bool IsArguments
) : DeclarationModel(Name, FullName, Summary);

/// <summary>The content of a union, or of a branch that is a union itself.</summary>
/// <param name="Members">The members of all branches; the first is the tag.</param>
/// <param name="Branches">A branch for each value of the tag.</param>
/// <param name="TagBase">The base call of the constructor that sets the tag.</param>
/// <param name="HidesUnknown">Whether the branch for unknown values hides an inherited one.</param>
/// <param name="MissingTag">The tag of objects that lack it, as an expression; null if every release sends it.</param>
internal sealed record UnionContent(
    string Name,
    string FullName,
    MembersModel Members,
    EquatableArray<BranchModel> Branches,
    string TagBase,
    bool HidesUnknown,
    bool Reads,
    bool Writes,
    string? MissingTag
)
{
    /// <summary>The member that selects the branch.</summary>
    public MemberModel Tag => Members.Items[0];

    /// <summary>The modifier of the tag's property.</summary>
    public string TagModifiers => Tag.Hides ? "new " : "";

    /// <summary>The members that callers set.</summary>
    public IEnumerable<MemberModel> Properties => Members.Items.Skip(1);

    /// <summary>The modifier of the branch for unknown values.</summary>
    public string UnknownModifiers => HidesUnknown ? "new " : "";
}

/// <summary>A branch of a union: a record nested in that of the union.</summary>
/// <param name="TagValue">The value of the tag as an expression.</param>
/// <param name="Hides">Whether the name hides an inherited branch.</param>
/// <param name="Members">The members that the branch adds.</param>
/// <param name="Content">The content if the branch is a union itself.</param>
/// <param name="IsNestedTwice">Whether the union is a branch too, so that the base also writes members.</param>
internal sealed record BranchModel(
    string Name,
    string FullName,
    string TagValue,
    bool Hides,
    string Summary,
    AttributesModel Attributes,
    EquatableArray<string> Bases,
    MembersModel Members,
    UnionContent? Content,
    bool IsNestedTwice
)
{
    /// <summary>The modifier of the record.</summary>
    public string Modifiers => Hides ? "new " : "";
}
