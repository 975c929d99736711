namespace QmpGen;

internal abstract class TypeNode(string name) : SchemaNode(name)
{
    // A list of a hostile server can contain itself.
    private const int MaxListDepth = 16;

    /// <summary>Gets the type in all lists around it.</summary>
    public TypeNode Unwrap() => Unwrap(out _);

    /// <summary>Gets the type in all lists around it.</summary>
    /// <param name="depth">The number of lists.</param>
    public TypeNode Unwrap(out int depth)
    {
        TypeNode type = this;
        for (depth = 0; type is ListNode list && depth < MaxListDepth; depth++)
        {
            type = list.Item;
        }

        return type;
    }
}

/// <summary>A type that every schema has.</summary>
/// <param name="jsonType">The name of its JSON type in a schema; <c>value</c> means any value.</param>
internal sealed class BuiltinNode(string jsonType) : TypeNode("")
{
    public string JsonType => jsonType;

    public static BuiltinNode Any { get; } = new("value");

    public static BuiltinNode String { get; } = new("string");
}

internal sealed class ListNode : TypeNode
{
    public ListNode()
        : base("") { }

    public ListNode(TypeNode item)
        : base("") => Item = item;

    public TypeNode Item { get; set; } = BuiltinNode.Any;
}

internal sealed class EnumNode(string name) : TypeNode(name)
{
    private Dictionary<string, ValueNode>? _byName;

    public IReadOnlyList<ValueNode> Values { get; set; } = [];

    public ValueNode? FindValue(string name) =>
        (_byName ??= NodeIndex.Create(Values)).GetValueOrDefault(name);
}

/// <summary>An object, or a flat union if it has a tag.</summary>
internal sealed class ObjectNode(string name) : TypeNode(name)
{
    private Dictionary<string, MemberNode>? _membersByName;
    private Dictionary<string, CaseNode>? _casesByName;

    public IReadOnlyList<MemberNode> Members { get; set; } = [];

    /// <summary>The wire name of the member that selects the case, or null.</summary>
    public string? Tag { get; set; }

    public IReadOnlyList<CaseNode> Cases { get; set; } = [];

    public MemberNode? FindMember(string name) =>
        (_membersByName ??= NodeIndex.Create(Members)).GetValueOrDefault(name);

    public CaseNode? FindCase(string name) => (_casesByName ??= NodeIndex.Create(Cases)).GetValueOrDefault(name);
}

internal sealed class AlternateNode(string name) : TypeNode(name)
{
    // An alternate has a branch for each JSON type.
    private const int MaxBranches = 8;

    public IReadOnlyList<TypeNode> Branches { get; set; } = [];

    /// <summary>The branches that are not alternates, which only a hostile server has.</summary>
    public IEnumerable<TypeNode> PlainBranches =>
        Branches.Take(MaxBranches).Where(branch => branch.Unwrap() is not AlternateNode);
}
