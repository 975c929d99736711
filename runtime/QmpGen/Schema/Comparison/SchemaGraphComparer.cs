namespace QmpGen;

/// <summary>Finds the differences between the schema of bindings and that of a server.</summary>
/// <remarks>
/// Types of a server do not have names, so types at the same place are compared. Each pair of types is compared once. A
/// pair with a single place is listed there, another one under the name of the generated type.
/// </remarks>
internal sealed class SchemaGraphComparer
{
    // Most types are part of one pair. The rest is for types that releases split or unite.
    private const int MaxSizeFactor = 8;

    private readonly BindingsSchema _bindings;
    private readonly SchemaPairs _pairs;
    private readonly Dictionary<SchemaNode, NodePair> _roots = [];

    private SchemaGraphComparer(BindingsSchema bindings, SchemaGraph server)
    {
        _bindings = bindings;
        int size = bindings.Graph.Types.Concat(server.Types).Sum(type => 1 + SchemaPairs.CountParts(type));
        _pairs = new SchemaPairs(MaxSizeFactor * size);
    }

    /// <summary>Compares the schemas.</summary>
    /// <returns>The commands, then the events, then the types, each in ordinal order.</returns>
    public static IReadOnlyList<QmpSchemaEntityChange> Compare(
        BindingsSchema bindings,
        SchemaGraph server,
        QmpVersion version
    )
    {
        SchemaGraph compiled = bindings.Graph;
        SchemaGraphComparer comparer = new(bindings, server);
        comparer.AddRoots(compiled.Commands, server.FindCommand, QmpSchemaDirections.Both);
        comparer.AddRoots(compiled.Events, server.FindEvent, QmpSchemaDirections.Received);
        comparer.ComparePairs();
        comparer.FindDirections();
        PairChangeList list = new(bindings, comparer._pairs, version);
        comparer.ListRoots(list, QmpSchemaEntityKind.Command, compiled.Commands, server.Commands);
        comparer.ListRoots(list, QmpSchemaEntityKind.Event, compiled.Events, server.Events);
        list.AddTypes();
        return list.Entities;
    }

    private void AddRoots<TNode>(
        IEnumerable<TNode> compiled,
        Func<string, TNode?> findServer,
        QmpSchemaDirections directions
    )
        where TNode : SchemaNode
    {
        foreach (TNode old in compiled)
        {
            if (findServer(old.Name) is { } @new)
            {
                NodePair pair = new(old, @new)
                {
                    Start = old.Name,
                    Path = "",
                    Depth = 0,
                    Directions = directions,
                };
                _roots.Add(old, pair);
            }
        }
    }

    private void ComparePairs()
    {
        NodePairComparer comparer = new(_bindings, _pairs);
        foreach (NodePair root in _roots.Values)
        {
            comparer.Compare(root);
        }

        while (_pairs.TryDequeue(out NodePair? pair))
        {
            comparer.Compare(pair);
        }
    }

    /// <summary>Passes the directions of commands and events on to the types in them.</summary>
    private void FindDirections()
    {
        Queue<NodePair> pending = new(_roots.Values);
        while (pending.TryDequeue(out NodePair? pair))
        {
            foreach (PairItem item in pair.Items)
            {
                QmpSchemaDirections directions = pair.Directions & item.Allowed;
                if (item.Child is { } child && (child.Directions | directions) != child.Directions)
                {
                    child.Directions |= directions;
                    pending.Enqueue(child);
                }
            }
        }
    }

    private void ListRoots<TNode>(
        PairChangeList list,
        QmpSchemaEntityKind kind,
        IEnumerable<TNode> compiled,
        IEnumerable<TNode> server
    )
        where TNode : SchemaNode
    {
        Dictionary<string, TNode> byName = NodeIndex.Create(compiled);
        foreach (string name in byName.Keys.Union(server.Select(node => node.Name)).Order(StringComparer.Ordinal))
        {
            if (!byName.TryGetValue(name, out TNode? old))
            {
                list.AddOneSided(kind, name, QmpSchemaEntityState.Added);
            }
            else if (_roots.TryGetValue(old, out NodePair? pair))
            {
                list.AddChanged(kind, name, place: null, pair);
            }
            else
            {
                list.AddOneSided(kind, name, QmpSchemaEntityState.Removed, old);
            }
        }
    }
}
