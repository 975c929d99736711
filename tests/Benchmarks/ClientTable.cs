using System.Globalization;
using QmpGen.Tests;

namespace QmpGen.Benchmarks;

/// <summary>Compares the product with other clients, in this process.</summary>
/// <remarks>The clients are measured in turn in each round, because the speed of the machine changes. The ratios are
/// medians of the ratios of each round.</remarks>
/// <param name="options">The number of rounds and operations.</param>
/// <param name="output">The output.</param>
internal sealed class ClientTable(TableOptions options, TextWriter output)
{
    // Methods are compiled again, in the background, after they have been called often.
    private static readonly TimeSpan s_compilationTime = TimeSpan.FromMilliseconds(250);

    private readonly MarkdownTable _table = new(
        output,
        textColumns: 2,
        ["operation", "unit", .. MeasuredClient.All.Select(client => client.Name), .. CreateRatioTitles()]
    );

    /// <summary>Measures and prints all rows.</summary>
    public static async Task RunAsync(TableOptions options, TextWriter output)
    {
        MarkdownTable.WriteConditions(output, options);
        ClientTable table = new(options, output);
        using (ResponderProcess responder = new())
        {
            // The heap is measured first, because later measurements leave buffers in pools.
            await table.AddIdleAsync(responder.Path);
            await table.AddConnectingAsync(responder.Path);
            foreach (ClientRow row in ClientRow.All)
            {
                await table.AddCallsAsync(row, _ => responder.Path);
            }
        }

        await table.AddRealQemuAsync();
    }

    private static IEnumerable<string> CreateRatioTitles() =>
        MeasuredClient.Baselines.Select(client => $"QmpGen / {client.Name}");

    private async Task AddCallsAsync(ClientRow row, Func<MeasuredClient, string> findPath)
    {
        Dictionary<MeasuredClient, IMeasuredConnection> connections = [];
        foreach (MeasuredClient client in MeasuredClient.All)
        {
            connections[client] = await row.ConnectAsync(client, findPath(client));
        }

        int repeats = options.Scale(row.Repeats);
        Cost[][] costs = await MeasureAsync(client =>
            Cost.MeasureAsync(
                repeats * row.Operations,
                () => Cost.RepeatAsync(repeats, () => row.RunAsync(connections[client]))
            )
        );
        AddTimes(row.Name, costs);
        AddRow(row.Name, "bytes allocated", costs, cost => cost.Bytes);
        foreach (IMeasuredConnection connection in connections.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task AddConnectingAsync(string path)
    {
        int count = options.Scale(300);
        Cost[][] costs = await MeasureAsync(client =>
            Cost.MeasureAsync(
                count,
                () => Cost.RepeatAsync(count, async () => await (await client.ConnectAsync(path)).DisposeAsync())
            )
        );
        AddTimes("connect, negotiate, close", costs);
    }

    private async Task AddIdleAsync(string path)
    {
        int count = options.Scale(500);
        Cost[][] costs = await MeasureAsync(client => Cost.MeasureIdleAsync(client, path, count));
        AddRow("idle connection", "bytes of heap", costs, cost => cost.Bytes);
    }

    private async Task AddRealQemuAsync()
    {
        if (RealQemu.Version.Value is not { } version)
        {
            output.WriteLine($"\n{ClientRow.RealQemu.Name}: skipped, because qemu-system-x86_64 is not installed.");
            return;
        }

        // A monitor has one client at a time.
        IEnumerable<int> indexes = Enumerable.Range(0, MeasuredClient.All.Count);
        await using RealQemu qemu = await RealQemu.StartAsync([
            .. indexes.SelectMany(i => new[] { "-qmp", $"unix:{i},server=on,wait=off" }),
        ]);
        Dictionary<MeasuredClient, string> paths = indexes.ToDictionary(
            i => MeasuredClient.All[i],
            i => Path.Combine(qemu.Directory, i.ToString(CultureInfo.InvariantCulture))
        );
        await AddCallsAsync(ClientRow.RealQemu with { Name = $"one call at a time, QEMU {version}" }, c => paths[c]);
    }

    /// <summary>Measures each client in each round.</summary>
    /// <returns>The costs of each client by round.</returns>
    private async Task<Cost[][]> MeasureAsync(Func<MeasuredClient, Task<Cost>> measure)
    {
        int clientCount = MeasuredClient.All.Count;
        Cost[][] costs = [.. MeasuredClient.All.Select(_ => new Cost[options.Rounds])];
        for (int round = -options.WarmUpRounds; round < options.Rounds; round++)
        {
            for (int turn = 0; turn < clientCount; turn++)
            {
                int i = (turn + round + options.WarmUpRounds) % clientCount;
                GC.Collect();
                Cost cost = await measure(MeasuredClient.All[i]);
                if (round >= 0)
                {
                    costs[i][round] = cost;
                }
            }

            await Task.Delay(round < 0 ? s_compilationTime : TimeSpan.Zero);
        }

        return costs;
    }

    private void AddTimes(string name, Cost[][] costs)
    {
        AddRow(name, "µs", costs, cost => cost.Wall);
        AddRow(name, "µs of CPU", costs, cost => cost.Cpu);
    }

    private void AddRow(string name, string unit, Cost[][] costs, Func<Cost, double> select)
    {
        double[][] values = [.. costs.Select(rounds => rounds.Select(select).ToArray())];
        IEnumerable<double> medians = values.Select(Cost.GetMedian);
        IEnumerable<double> ratios = values[..^1]
            .Select(baseline => Cost.GetMedian(values[^1].Zip(baseline, (product, other) => product / other)));
        _table.AddRow([name, unit, .. medians.Concat(ratios).Select(MarkdownTable.Format)]);
    }
}
