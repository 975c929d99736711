namespace QmpGen.Operations.Tests;

/// <summary>A real QEMU and a client that reconnects to it.</summary>
internal sealed class OperationQemu : IAsyncDisposable
{
    private readonly DroppableEndpoint _endpoint;

    private OperationQemu(RealQemu process, DroppableEndpoint endpoint, QmpClient client)
    {
        Process = process;
        _endpoint = endpoint;
        Client = client;
    }

    public RealQemu Process { get; }

    public QmpClient Client { get; }

    public static async Task<OperationQemu> StartAsync(params string[] arguments)
    {
        RealQemu process = await RealQemu.StartAsync(arguments);
        DroppableEndpoint endpoint = new(process.Endpoint);
        QmpClientOptions options = new()
        {
            WaitForPeer = true,
            Reconnect = new QmpReconnectPolicy
            {
                FirstDelay = TimeSpan.FromMilliseconds(10),
                GiveUpAfter = TimeSpan.FromSeconds(3),
            },
        };
        return new OperationQemu(process, endpoint, await QmpClient.ConnectAsync(endpoint.Endpoint, options));
    }

    /// <summary>Closes the connection. The client then reconnects.</summary>
    public void Drop() => _endpoint.Drop();

    /// <summary>The path of a file in the directory of the test.</summary>
    public string PathOf(string file) => Path.Combine(Process.Directory, file);

    /// <summary>Executes a command with arguments as JSON text.</summary>
    public Task<QmpValue> ExecuteAsync(string command, string arguments = "{}") =>
        Client.ExecuteRawAsync(command, QmpValue.Parse(arguments));

    /// <summary>Adds block devices that only have a size.</summary>
    public async Task AddNullNodesAsync(params string[] nodes)
    {
        foreach (string node in nodes)
        {
            await ExecuteAsync(
                "blockdev-add",
                $$"""{"driver": "null-co", "node-name": "{{node}}", "size": 8388608, "read-zeroes": true}"""
            );
        }
    }

    /// <summary>Creates images of 1 MiB in the format qcow2, and adds a node for each, and one for its file.</summary>
    public async Task AddQcow2NodesAsync(params string[] nodes)
    {
        foreach (string node in nodes)
        {
            string file = $"{node}-file";
            string path = PathOf($"{node}.qcow2");
            await CreateAsync($$"""{"driver": "file", "filename": "{{path}}", "size": 0}""");
            await ExecuteAsync(
                "blockdev-add",
                $$"""{"driver": "file", "node-name": "{{file}}", "filename": "{{path}}"}"""
            );
            await CreateAsync($$"""{"driver": "qcow2", "file": "{{file}}", "size": 1048576}""");
            await ExecuteAsync(
                "blockdev-add",
                $$"""{"driver": "qcow2", "node-name": "{{node}}", "file": "{{file}}", "backing": null}"""
            );
        }

        Task CreateAsync(string options) =>
            Client.RunJobAsync("blockdev-create", QmpValue.Parse($$"""{"options": {{options}}}"""));
    }

    /// <summary>Asserts that no job exists, and exactly the given block nodes.</summary>
    public async Task AssertLeftAsync(params string[] nodes)
    {
        Assert.Equal("[]", (await ExecuteAsync("query-jobs")).ToString());
        QmpValue left = await ExecuteAsync("query-named-block-nodes");
        Assert.Equal(
            nodes.Order(StringComparer.Ordinal),
            left.Items.Select(node => node["node-name"].GetString()).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            left.Items,
            node => node.TryGetMember("dirty-bitmaps", out QmpValue? maps) && maps.Count > 0
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Process.DisposeAsync();
    }
}
