namespace QmpGen;

/// <summary>Two commands, events or types at the same place of two schemas, and what differs between them.</summary>
/// <param name="old">The node of the bindings.</param>
/// <param name="new">The node of the server.</param>
internal sealed class NodePair(SchemaNode old, SchemaNode @new)
{
    public SchemaNode Old => old;

    public SchemaNode New => @new;

    /// <summary>The command, event or named type that the shortest path starts at.</summary>
    public required string Start { get; init; }

    /// <summary>The path from the start.</summary>
    public required string Path { get; init; }

    /// <summary>The number of parts of the path.</summary>
    public required int Depth { get; init; }

    /// <summary>The unions that have the objects as branches, or null.</summary>
    public (ObjectNode? Old, ObjectNode? New) Unions { get; init; }

    public QmpSchemaDirections Directions { get; set; }

    /// <summary>The number of places that have the pair.</summary>
    public int PlaceCount { get; set; }

    /// <summary>The differences and the pairs of parts, in the order of their paths.</summary>
    public List<PairItem> Items { get; } = [];
}

/// <summary>A difference in a pair, or the pair of a part.</summary>
/// <param name="Path">The path from the pair.</param>
/// <param name="Allowed">The directions that the place allows.</param>
internal sealed record PairItem(string Path, QmpSchemaDirections Allowed)
{
    /// <summary>The pair of a part, or null for a difference.</summary>
    public NodePair? Child { get; init; }

    public QmpSchemaChangeKind Kind { get; init; }

    public PartText? Old { get; init; }

    public PartText? New { get; init; }

    /// <summary>The compiled releases with the same difference by index, or null.</summary>
    public IReadOnlyList<int>? Releases { get; init; }
}

/// <summary>A removed or added value, feature or type.</summary>
/// <remarks>It is formatted when the names of all types are known.</remarks>
internal sealed record PartText(string? Text, TypeNode? Type = null, bool IsOptional = false);
