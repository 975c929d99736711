namespace QmpGen.Benchmarks;

/// <summary>A client that is measured.</summary>
/// <param name="Name">The title of its column.</param>
/// <param name="ConnectAsync">Connects to the socket with the given path, and negotiates.</param>
internal sealed record MeasuredClient(string Name, Func<string, Task<IMeasuredConnection>> ConnectAsync)
{
    /// <summary>The product, with the default options.</summary>
    public static MeasuredClient Product { get; } = new("QmpGen", async path => await ProductClient.ConnectAsync(path));

    /// <summary>Typed messages without the rest of a client.</summary>
    public static MeasuredClient Json { get; } = new("System.Text.Json loop", JsonLoop.ConnectAsync);

    /// <summary>The clients that the product is compared with.</summary>
    public static IReadOnlyList<MeasuredClient> Baselines { get; } =
    [new("bare loop", BareLoop.ConnectAsync), Json, new("straightforward client", StraightforwardClient.ConnectAsync)];

    /// <summary>The baselines and the product, in the order of the columns.</summary>
    public static IReadOnlyList<MeasuredClient> All { get; } = [.. Baselines, Product];
}
