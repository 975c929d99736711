namespace QmpGen;

/// <summary>The type at a place of a schema.</summary>
/// <param name="ListDepth">The number of lists around the type.</param>
/// <param name="Type">The type of the items.</param>
internal readonly record struct NodeShape(int ListDepth, TypeNode Type)
{
    public static NodeShape From(TypeNode type)
    {
        TypeNode item = type.Unwrap(out int depth);
        return new NodeShape(depth, item);
    }

    /// <summary>The kind of its JSON value, or <c>object</c>, <c>enum</c> or <c>alternate</c>.</summary>
    public string Kind =>
        Type switch
        {
            ObjectNode => "object",
            EnumNode => "enum",
            AlternateNode => "alternate",
            BuiltinNode { JsonType: "int" } => "integer",
            BuiltinNode { JsonType: not "value" } builtin => builtin.JsonType,
            _ => "any",
        };

    /// <summary>The kind of JSON value that selects a branch of an alternate.</summary>
    public string JsonKind =>
        ListDepth > 0
            ? "array"
            : Kind switch
            {
                "enum" => "string",
                "integer" => "number",
                var kind => kind,
            };

    /// <summary>Gets the kind of change between two types, or null if they are of the same kind.</summary>
    public static QmpSchemaChangeKind? FindChange(NodeShape old, NodeShape @new) =>
        IsSame(old, @new) ? null
        : @new.Contains(old) ? QmpSchemaChangeKind.TypeWidened
        : old.Contains(@new) ? QmpSchemaChangeKind.TypeNarrowed
        : QmpSchemaChangeKind.TypeReplaced;

    private static bool IsSame(NodeShape left, NodeShape right) =>
        left.ListDepth == right.ListDepth && left.Kind == right.Kind;

    private bool Contains(NodeShape narrow) =>
        this is { ListDepth: 0, Kind: "any" }
        || ContainsSimple(narrow)
        || (
            this is { ListDepth: 0, Type: AlternateNode alternate }
            && alternate.PlainBranches.Any(branch => From(branch).ContainsSimple(narrow))
        );

    private bool ContainsSimple(NodeShape narrow) =>
        IsSame(this, narrow)
        || (ListDepth == narrow.ListDepth && (Kind, narrow.Kind) is ("string", "enum") or ("number", "integer"));
}
