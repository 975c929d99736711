namespace QmpGen.Benchmarks;

/// <summary>Measures the costs of the product with 10 and 100 times the messages, members and connections.</summary>
/// <remarks>Growth is linear if the cost of one item stays the same. The smaller numbers are repeated, so every
/// measurement has the same number of items.</remarks>
internal sealed class GrowthTable
{
    private const int MaxFactor = 100;

    // An array that doubles its length allocates up to twice as much for some lengths. The heap also depends on the
    // garbage collector, so it is only printed.
    private const double MaxByteRatio = 2;

    private static readonly int[] s_factors = [1, 10, MaxFactor];

    private readonly TableOptions _options;
    private readonly MarkdownTable _table;
    private bool _isLinear = true;

    private GrowthTable(TableOptions options, TextWriter output)
    {
        _options = options;
        string[] factors = [.. s_factors.Select(factor => $"×{factor}")];
        string[] ratios = [.. factors[1..].Select(factor => $"{factor} / {factors[0]}")];
        _table = new MarkdownTable(output, textColumns: 2, ["one of", "unit", .. factors, .. ratios]);
    }

    /// <summary>Measures and prints many busy connections of each client, and then all rows.</summary>
    /// <returns>False if the allocations of an item grew with the number of items.</returns>
    public static async Task<bool> RunAsync(TableOptions options, TextWriter output)
    {
        MarkdownTable.WriteConditions(output, options);
        using ResponderProcess responder = new();
        await BusyConnections.RunAsync(options, responder.Path, output);
        output.WriteLine();
        GrowthTable table = new(options, output);
        using GrowthRows rows = new(options, responder.Path);
        foreach (GrowthRow row in rows.All)
        {
            await table.AddAsync(row);
        }

        return table._isLinear;
    }

    private async Task AddAsync(GrowthRow row)
    {
        Cost[][] costs = [.. s_factors.Select(_ => new Cost[_options.Rounds])];
        for (int round = -_options.WarmUpRounds; round < _options.Rounds; round++)
        {
            for (int i = 0; i < s_factors.Length; i++)
            {
                GC.Collect();
                int repeats = _options.Scale(MaxFactor / s_factors[i]);
                Cost cost = await row.MeasureAsync(row.Count * s_factors[i], repeats);
                if (round >= 0)
                {
                    costs[i][round] = cost;
                }
            }
        }

        string name = $"{row.Count:N0}, {row.Count * 10:N0}, {row.Count * 100:N0} {row.Name}";
        AddRow(name, "µs", costs, cost => cost.Wall);
        AddRow(name, "µs of CPU", costs, cost => cost.Cpu);
        string unit = row.MeasuresHeap ? "bytes of heap per connection" : "bytes allocated";
        double ratio = AddRow(name, unit, costs, cost => cost.Bytes);
        _isLinear &= row.MeasuresHeap || ratio <= MaxByteRatio;
    }

    /// <summary>Adds a row.</summary>
    /// <returns>The ratio of the largest number of items to the smallest.</returns>
    private double AddRow(string name, string unit, Cost[][] costs, Func<Cost, double> select)
    {
        double[][] values = [.. costs.Select(rounds => rounds.Select(select).ToArray())];
        double[] ratios =
        [
            .. values[1..].Select(some => Cost.GetMedian(some.Zip(values[0], (larger, smaller) => larger / smaller))),
        ];
        _table.AddRow([name, unit, .. values.Select(Cost.GetMedian).Concat(ratios).Select(MarkdownTable.Format)]);
        return ratios[^1];
    }
}
