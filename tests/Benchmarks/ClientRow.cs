namespace QmpGen.Benchmarks;

/// <summary>A kind of call that is measured on one connection of each client.</summary>
/// <param name="Name">The name of the operation.</param>
/// <param name="Repeats">How often it runs in a round.</param>
/// <param name="RunAsync">Runs it once.</param>
internal sealed record ClientRow(string Name, int Repeats, Func<IMeasuredConnection, Task> RunAsync)
{
    private const int EventCount = 500;

    /// <summary>The rows on the instant responder.</summary>
    public static IReadOnlyList<ClientRow> All { get; } =
    [
        new("one call at a time", 10_000, connection => connection.CallAsync()),
        new("8 calls in flight", 1_500, connection => connection.CallTogetherAsync(8)) { Operations = 8 },
        new("64 calls in flight, `OutOfBand = Never`", 200, connection => connection.CallTogetherAsync(64))
        {
            Operations = 64,
            Options = new QmpClientOptions { OutOfBand = QmpOutOfBandMode.Never },
        },
        new("`query-qmp-schema`, typed, 207 KB", 50, connection => connection.ReadSchemaAsync()),
        new("event, one typed subscriber", 400, connection => connection.ReceiveEventsAsync(EventCount))
        {
            Operations = EventCount,
        },
        new("event, no subscriber", 400, connection => connection.IgnoreEventsAsync(EventCount))
        {
            Operations = EventCount,
        },
    ];

    /// <summary>The row on a real QEMU.</summary>
    public static ClientRow RealQemu { get; } =
        new("one call at a time, real QEMU", 1_000, connection => connection.CallAsync());

    /// <summary>The number of operations in one run.</summary>
    public int Operations { get; init; } = 1;

    /// <summary>The options of the product.</summary>
    public QmpClientOptions Options { get; init; } = QmpClientOptions.Default;

    /// <summary>Connects a client.</summary>
    public async Task<IMeasuredConnection> ConnectAsync(MeasuredClient client, string path) =>
        client == MeasuredClient.Product
            ? await ProductClient.ConnectAsync(path, Options)
            : await client.ConnectAsync(path);
}
