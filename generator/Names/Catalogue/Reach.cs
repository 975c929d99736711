namespace QmpGen.Generator.Names.Catalogue;

/// <summary>What can be reached in a graph.</summary>
internal static class Reach<T>
{
    /// <summary>Everything that can be reached, each once, in the order of its discovery.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="next">What is next to an item; asked once for each, after it has been given out.</param>
    public static IEnumerable<T> From(IEnumerable<T> start, Func<T, IEnumerable<T>> next)
    {
        HashSet<T> met = [];
        Queue<T> rest = new(start.Where(met.Add));
        while (rest.Count > 0)
        {
            T item = rest.Dequeue();
            yield return item;
            foreach (T neighbour in next(item))
            {
                if (met.Add(neighbour))
                {
                    rest.Enqueue(neighbour);
                }
            }
        }
    }
}
