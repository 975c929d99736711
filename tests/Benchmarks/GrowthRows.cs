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
        int connectionCount = Math.Max(2, options.Scale(10));
        int callsPerRepeat = options.Scale(20);
        All =
        [
            new("calls in sequence", options.Scale(1_000), (n, _) => MeasureAsync(n, 1, c => CallAsync(c, n))),
            new("calls at once", options.Scale(100), (n, r) => MeasureAsync(n, r, c => c.CallTogetherAsync(n))),
            new("events at once", options.Scale(500), (n, r) => MeasureAsync(n, r, c => c.ReceiveEventsAsync(n))),
            new("members of a request", options.Scale(100), (n, r) => MeasureAsync(n, r, c => SendMembersAsync(c, n))),
            new("copies of the schema in a reply", 1, MeasureSchemaAsync),
            new("connections, idle", connectionCount, (n, _) => Cost.MeasureIdleAsync(MeasuredClient.Product, path, n))
            {
                BytesUnit = "bytes of heap",
            },
            new("connections, busy: a call", connectionCount, (n, r) => MeasureBusyAsync(n, r * callsPerRepeat))
            {
                BytesUnit = "bytes of heap per connection",
            },
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

    private static Task SendMembersAsync(ProductClient client, int count) => client.SendMembersAsync(count);

    private Task<Cost> MeasureBusyAsync(int connectionCount, int callsPerConnection) =>
        Cost.MeasureBusyAsync(MeasuredClient.Product, _path, connectionCount, callsPerConnection);

    private Task<Cost> MeasureSchemaAsync(int copies, int repeats)
    {
        if (!_schemaResponders.TryGetValue(copies, out ResponderProcess? responder))
        {
            _schemaResponders[copies] = responder = new ResponderProcess(copies);
        }

        return MeasureAsync(copies, repeats, client => client.ReadSchemaAsync(), responder.Path);
    }

    private async Task<Cost> MeasureAsync(
        int count,
        int repeats,
        Func<ProductClient, Task> run,
        string? path = null
    )
    {
        QmpClientOptions options = new() { EventBufferCapacity = int.MaxValue, EventBufferBytes = int.MaxValue };
        await using ProductClient client = await ProductClient.ConnectAsync(path ?? _path, options);
        return await Cost.MeasureAsync(count * repeats, () => Cost.RepeatAsync(repeats, () => run(client)));
    }
}
