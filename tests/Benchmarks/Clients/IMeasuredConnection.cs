namespace QmpGen.Benchmarks;

/// <summary>A connection of a client that is measured.</summary>
internal interface IMeasuredConnection : IAsyncDisposable
{
    /// <summary>Calls <c>query-status</c>.</summary>
    Task CallAsync();

    /// <summary>Calls <c>query-status</c> the given number of times, without waiting for replies between the
    /// calls.</summary>
    Task CallTogetherAsync(int count);

    /// <summary>Calls <c>query-qmp-schema</c>.</summary>
    Task ReadSchemaAsync();

    /// <summary>Causes events and receives them in one subscriber.</summary>
    Task ReceiveEventsAsync(int count);

    /// <summary>Causes events without a subscriber.</summary>
    Task IgnoreEventsAsync(int count);
}
