namespace QmpGen.Generator.Names.Catalogue;

/// <summary>Traverses graphs.</summary>
internal static class GraphTraversal
{
    /// <summary>Returns every reachable item once, in breadth-first order.</summary>
    /// <param name="next">Returns the neighbours of an item. It is called after the item has been returned.</param>
    public static IEnumerable<T> BreadthFirst<T>(IEnumerable<T> start, Func<T, IEnumerable<T>> next)
    {
        HashSet<T> visited = [];
        Queue<T> queue = new(start.Where(visited.Add));
        while (queue.Count > 0)
        {
            T item = queue.Dequeue();
            yield return item;
            foreach (T neighbour in next(item))
            {
                if (visited.Add(neighbour))
                {
                    queue.Enqueue(neighbour);
                }
            }
        }
    }
}
