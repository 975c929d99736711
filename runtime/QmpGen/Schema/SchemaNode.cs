namespace QmpGen;

/// <summary>A command, event, type, member, value or case of a schema.</summary>
/// <param name="name">The wire name. For a type, the name of the generated type, or an empty string.</param>
internal abstract class SchemaNode(string name)
{
    public string Name => name;

    /// <summary>The features that the schema lists, such as <c>deprecated</c>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The releases that have it by index, or null for those of what contains it.</summary>
    public IReadOnlyList<int>? Releases { get; init; }
}

/// <param name="name">The wire name.</param>
/// <param name="typeName">The name of the generated record, or an empty string.</param>
internal sealed class CommandNode(string name, string typeName) : SchemaNode(name)
{
    public string TypeName => typeName;

    public TypeNode? Arguments { get; init; }

    public TypeNode? Result { get; init; }

    public bool AllowsOutOfBand { get; init; }
}

/// <param name="name">The wire name.</param>
/// <param name="typeName">The name of the generated record, or an empty string.</param>
internal sealed class EventNode(string name, string typeName) : SchemaNode(name)
{
    public string TypeName => typeName;

    public TypeNode? Data { get; init; }
}

internal sealed class MemberNode(string name, TypeNode type, bool optional) : SchemaNode(name)
{
    public TypeNode Type => type;

    public bool Optional => optional;

    /// <summary>The releases that require the member by index, although it is optional in the bindings.</summary>
    public IReadOnlyList<int> RequiredIn { get; init; } = [];
}

internal sealed class ValueNode(string name) : SchemaNode(name);

/// <summary>A case of a union.</summary>
/// <param name="name">The value of the tag.</param>
/// <param name="branchName">The name of the generated record, or an empty string.</param>
/// <param name="type">The object whose members the case adds, or null.</param>
internal sealed class CaseNode(string name, string branchName, ObjectNode? type) : SchemaNode(name)
{
    public string BranchName => branchName;

    public ObjectNode? Type => type;
}
