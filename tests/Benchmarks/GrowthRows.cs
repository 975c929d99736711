namespace QmpGen.Benchmarks;

/// <summary>The rows of <see cref="GrowthTable"/>.</summary>
internal sealed class GrowthRows : IDisposable
{
    private readonly string _path;
    private readonly Dictionary<int, ResponderProcess> _schemaResponders = [];

    /// <summary>Initializes a new instance.</summary>
    /// <param name="options">The options, which reduce the numbers.</param>
    /// <param name="path">The path of the responder's socket.</param>
    public GrowthRows(TableOptions options, string path)
    {
        _path = path;
        MeasuredClient product = MeasuredClient.Product;
        MeasuredClient json = MeasuredClient.Json;
        int connectionCount = Math.Max(2, options.Scale(10));
        int callsPerRepeat = options.Scale(20);
        All =
        [
            new("connections: connect and call", connectionCount, (n, _) => Cost.MeasureIdleAsync(product, path, n))
            {
                MeasuresHeap = true,
            },
            new(
                "busy connections: a call",
                connectionCount,
                (n, r) => Cost.MeasureBusyAsync(product, path, n, r * callsPerRepeat)
            )
            {
                MeasuresHeap = true,
            },
            new("calls in sequence", options.Scale(1_000), (n, _) => MeasureAsync(n, 1, c => CallAsync(c, n))),
            new("calls at once", options.Scale(100), (n, r) => MeasureAsync(n, r, c => c.CallTogetherAsync(n))),
            new("events at once", options.Scale(500), (n, r) => MeasureAsync(n, r, c => c.ReceiveEventsAsync(n))),
            new("members of a request", options.Scale(100), (n, r) => MeasureAsync(n, r, c => c.SendMembersAsync(n))),
            new("copies of the schema in a reply", 1, (n, r) => MeasureSchemaAsync(product, n, r)),
            new("copies of the schema in a reply, System.Text.Json loop", 1, (n, r) => MeasureSchemaAsync(json, n, r)),
        ];
    }

    public IReadOnlyList<GrowthRow> All { get; }

    public void Dispose()
    {
        foreach (ResponderProcess responder in _schemaResponders.Values)
        {
            responder.Dispose();
        }
    }

    private static Task CallAsync(ProductClient client, int count) => Cost.RepeatAsync(count, client.CallAsync);

    private async Task<Cost> MeasureSchemaAsync(MeasuredClient client, int copies, int repeats)
    {
        if (!_schemaResponders.TryGetValue(copies, out ResponderProcess? responder))
        {
            _schemaResponders[copies] = responder = new ResponderProcess(copies);
        }

        await using IMeasuredConnection connection = await client.ConnectAsync(responder.Path);
        return await Cost.MeasureAsync(copies * repeats, () => Cost.RepeatAsync(repeats, connection.ReadSchemaAsync));
    }

    private async Task<Cost> MeasureAsync(int count, int repeats, Func<ProductClient, Task> run)
    {
        QmpClientOptions options = new() { EventBufferCapacity = int.MaxValue, EventBufferBytes = int.MaxValue };
        await using ProductClient client = await ProductClient.ConnectAsync(_path, options);
        return await Cost.MeasureAsync(count * repeats, () => Cost.RepeatAsync(repeats, () => run(client)));
    }
}
