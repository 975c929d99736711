namespace QmpGen;

internal static class NodeIndex
{
    /// <summary>Indexes nodes by name. A peer can send duplicates; the first counts.</summary>
    public static Dictionary<string, TNode> Create<TNode>(IEnumerable<TNode> nodes)
        where TNode : SchemaNode
    {
        Dictionary<string, TNode> index = new(StringComparer.Ordinal);
        foreach (TNode node in nodes)
        {
            index.TryAdd(node.Name, node);
        }

        return index;
    }
}
