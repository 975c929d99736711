using Qemu;

namespace QmpGen.Benchmarks;

/// <summary>The generated client.</summary>
internal sealed class ProductClient : IMeasuredConnection
{
    private readonly QemuClient _client;
    private QmpSubscription<StopEvent>? _subscription;
    private IAsyncEnumerator<StopEvent>? _events;

    private ProductClient(QemuClient client) => _client = client;

    public static async Task<ProductClient> ConnectAsync(string path, QmpClientOptions? options = null) =>
        new(await QemuClient.ConnectAsync($"unix:{path}", options));

    public async Task CallAsync()
    {
        StatusInfo status = await _client.QueryStatusAsync();
        InvalidReplyException.ThrowIf(status.Status is not RunState.Running);
    }

    public Task CallTogetherAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync()));

    public async Task ReadSchemaAsync()
    {
        IReadOnlyList<SchemaInfo> schema = await _client.QueryQmpSchemaAsync();
        InvalidReplyException.ThrowIf(schema.Count <= 500);
    }

    public async Task ReceiveEventsAsync(int count)
    {
        _subscription ??= _client.Subscribe<StopEvent>();
        _events ??= _subscription.GetAsyncEnumerator();
        Task sending = IgnoreEventsAsync(count);
        for (int i = 0; i < count; i++)
        {
            InvalidReplyException.ThrowIf(!await _events.MoveNextAsync());
        }

        await sending;
        InvalidReplyException.ThrowIf(_subscription.Dropped > 0);
    }

    public Task IgnoreEventsAsync(int count) =>
        _client.ExecuteRawAsync("emit-events", new QmpObject { ["count"] = count });

    /// <summary>Calls <c>device_add</c> with the given number of members that the schema does not list.</summary>
    public Task SendMembersAsync(int count)
    {
        DeviceAddCommand command = new() { Driver = "virtio-net-pci" };
        for (int i = 0; i < count; i++)
        {
            command.ExtraArguments[$"member-{i}"] = i;
        }

        return _client.ExecuteAsync(command);
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        await _client.DisposeAsync();
    }
}
