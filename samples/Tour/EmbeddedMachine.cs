using System.Text.Json;
using QmpGen;
using QmpGen.Testing;

namespace Tour;

/// <summary>Imitates a machine with the test server, for computers without QEMU.</summary>
internal sealed class EmbeddedMachine : Machine
{
    private readonly QmpTestServer _server;
    private readonly Dictionary<string, long> _nodes = [];
    private bool _running = true;

    public EmbeddedMachine()
    {
        using StreamReader schema = new(typeof(EmbeddedMachine).Assembly.GetManifestResourceStream("schema.json")!);
        _server = QmpTestServer
            .Start(schema.ReadToEnd())
            .On(
                "query-status",
                _ =>
                    QmpValue.Parse(
                        $$"""{"status": "{{(_running ? "running" : "paused")}}", "running": {{(_running ? "true" : "false")}}, "singlestep": false}"""
                    )
            )
            .On("blockdev-add", AddNode)
            .On("blockdev-del", RemoveNode)
            .On(
                "query-named-block-nodes",
                _ => QmpValue.Parse($"[{string.Join(',', _nodes.Select(node => Describe(node.Key, node.Value)))}]")
            )
            .On("query-yank", _ => QmpValue.Parse("""[{"type": "chardev", "id": "compat_monitor0"}]"""))
            .On("stop", StopAsync);
    }

    public override string Description => "the embedded server, because the PATH has no qemu-system-*";

    public override QmpEndpoint Endpoint => _server.Endpoint;

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    private QmpValue? AddNode(QmpTestCall call)
    {
        long size = call.Arguments.TryGetProperty("size", out JsonElement bytes) ? bytes.GetInt64() : 1L << 30;
        _nodes.Add(call.Arguments.GetProperty("node-name").GetString()!, size);
        return null;
    }

    private QmpValue? RemoveNode(QmpTestCall call)
    {
        string name = call.Arguments.GetProperty("node-name").GetString()!;
        return _nodes.Remove(name)
            ? null
            : throw new QmpTestErrorException($"Failed to find node with node-name='{name}'");
    }

    private async Task<QmpValue?> StopAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        _running = false;
        await _server.SendEventAsync("STOP");
        return null;
    }

    private static string Describe(string name, long size) =>
        $$"""
            {"node-name": "{{name}}", "drv": "null-co", "file": "null-co://", "ro": false, "encrypted": false, "backing_file_depth": 0,
             "iops": 0, "iops_rd": 0, "iops_wr": 0, "bps": 0, "bps_rd": 0, "bps_wr": 0, "write_threshold": 0, "detect_zeroes": "off",
             "cache": {"writeback": true, "direct": false, "no-flush": false},
             "image": {"filename": "null-co://", "format": "null-co", "virtual-size": {{size}} } }
            """;
}
