namespace QmpGen.Benchmarks;

/// <summary>A cost of one item that must not depend on the number of items.</summary>
/// <param name="Name">The items.</param>
/// <param name="Count">The number of items at factor 1.</param>
/// <param name="MeasureAsync">Measures one item, from the number of items and the number of repeats.</param>
internal sealed record GrowthRow(string Name, int Count, Func<int, int, Task<Cost>> MeasureAsync)
{
    /// <summary>Whether <see cref="Cost.Bytes"/> are the live objects of a connection. Default: the allocated
    /// bytes.</summary>
    public bool MeasuresHeap { get; init; }
}
