using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>Measures 1,000 connections of each client that all call at the same time.</summary>
internal static class BusyConnections
{
    public static async Task RunAsync(TableOptions options, string path, TextWriter output)
    {
        int connectionCount = options.Scale(1_000);
        int callsPerConnection = options.Scale(100);
        Dictionary<MeasuredClient, List<Cost>> costs = MeasuredClient.All.ToDictionary(
            client => client,
            _ => new List<Cost>()
        );
        for (int round = -options.WarmUpRounds; round < options.Rounds; round++)
        {
            foreach (MeasuredClient client in MeasuredClient.All)
            {
                Cost cost = await Cost.MeasureBusyAsync(client, path, connectionCount, callsPerConnection);
                if (round >= 0)
                {
                    costs[client].Add(cost);
                }
            }
        }

        MarkdownTable table = new(
            output,
            textColumns: 1,
            string.Create(CultureInfo.InvariantCulture, $"{connectionCount:N0} busy connections"),
            "calls per second",
            "µs of CPU per call",
            "bytes of heap per connection"
        );
        foreach (MeasuredClient client in MeasuredClient.All)
        {
            double GetMedian(Func<Cost, double> select) => Cost.GetMedian(costs[client].Select(select));
            table.AddRow(
                client.Name,
                MarkdownTable.Format(1_000_000 / GetMedian(cost => cost.Wall)),
                MarkdownTable.Format(GetMedian(cost => cost.Cpu)),
                MarkdownTable.Format(GetMedian(cost => cost.Bytes))
            );
        }
    }
}
