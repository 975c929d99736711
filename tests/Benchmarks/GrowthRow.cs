namespace QmpGen.Benchmarks;

/// <summary>A cost of one item that must not depend on the number of items.</summary>
/// <param name="Name">The items.</param>
/// <param name="Count">The number of items at factor 1.</param>
/// <param name="MeasureAsync">Measures one item, from the number of items and the number of repeats.</param>
internal sealed record GrowthRow(string Name, int Count, Func<int, int, Task<Cost>> MeasureAsync)
{
    /// <summary>What <see cref="Cost.Bytes"/> contains.</summary>
    public string BytesUnit { get; init; } = "bytes allocated";
}
