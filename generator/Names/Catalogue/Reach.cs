namespace QmpGen.Generator.Names.Catalogue;

/// <summary>What is still to be visited of a graph in which everything is visited once, in the order of its discovery.</summary>
internal sealed class Reach<T>
{
    private readonly HashSet<T> _met = [];
    private readonly Queue<T> _rest = new();

    public Reach(IEnumerable<T> start)
    {
        foreach (T item in start)
        {
            Add(item);
        }
    }

    public void Add(T item)
    {
        if (_met.Add(item))
        {
            _rest.Enqueue(item);
        }
    }

    public bool TryNext(out T item)
    {
        bool any = _rest.Count > 0;
        item = any ? _rest.Dequeue() : default!;
        return any;
    }
}
