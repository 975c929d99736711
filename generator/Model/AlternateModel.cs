using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>An alternate: a value of one of several JSON kinds.</summary>
internal sealed record AlternateModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<string> Bases,
    EquatableArray<AlternateBranchModel> Branches,
    bool Reads,
    bool Writes
) : DeclarationModel(Name, FullName, Summary)
{
    /// <summary>The branch for a JSON array.</summary>
    public ListBranchModel? List =>
        Branches.FirstOrDefault(branch => branch.Type?.Item is not null) is { Type.Item: { } item } branch
            ? new ListBranchModel(branch.Name, item.CSharp)
            : null;
}

/// <summary>A branch of an alternate.</summary>
/// <param name="Type">The type of the value; null for JSON null.</param>
internal sealed record AlternateBranchModel(string Name, BranchKind Kind, string Summary, TypeModel? Type);

/// <summary>The branch of an alternate that holds a list.</summary>
internal sealed record ListBranchModel(string Name, string ItemType);

/// <summary>The kinds of JSON values that alternates distinguish.</summary>
internal enum BranchKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}
