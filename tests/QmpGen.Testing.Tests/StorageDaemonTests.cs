namespace QmpGen.Testing.Tests;

/// <summary>A server with the dump of a storage daemon, and a real one.</summary>
public sealed class StorageDaemonTests
{
    /// <summary>What is sent, and what comes back.</summary>
    private static readonly (string Request, string Answer)[] s_dialogue =
    [
        (
            """{"execute":"query-commands"}""",
            """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}"""
        ),
        ("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""", """{"return": {}}"""),
        (
            """{"execute":"query-name","id":1}""",
            """{"id": 1, "error": {"class": "CommandNotFound", "desc": "The command query-name has not been found"}}"""
        ),
        (
            """{"exec-oob":"query-yank","id":2}""",
            """{"id": 2, "error": {"class": "CommandNotFound", "desc": "The command query-yank has not been found"}}"""
        ),
        (
            """{"exec-oob":"query-jobs","id":2}""",
            """{"id": 2, "error": {"class": "GenericError", "desc": "The command query-jobs does not support OOB"}}"""
        ),
        (
            """{"execute":"query-block-jobs","arguments":{"x":1},"id":3}""",
            """{"id": 3, "error": {"class": "GenericError", "desc": "Parameter 'x' is unexpected"}}"""
        ),
        (
            """{"execute":"blockdev-add","arguments":{"driver":"zz"}}""",
            """{"error": {"class": "GenericError", "desc": "Parameter 'driver' does not accept value 'zz'"}}"""
        ),
        ("""{"execute":"query-block-exports","id":4}""", """{"return": [], "id": 4}"""),
        ("""{"execute":"quit","id":5}""", """{"return": {}, "id": 5}"""),
    ];

    [Fact]
    public async Task It_speaks_as_a_storage_daemon_does_and_quits_without_a_machine_to_shut_down()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(Dump.StorageDaemon72)
            .On("query-block-exports", _ => QmpValue.Parse("[]"));
        await AssertSpeaksAsync(server.Endpoint);
    }

    [StorageDaemonFact("7.2")]
    public async Task A_real_storage_daemon_speaks_so()
    {
        await using RealQemu daemon = await RealQemu.StartStorageDaemonAsync();
        await AssertSpeaksAsync(daemon.Endpoint);
        await daemon.WaitForExitAsync();
    }

    private static async Task AssertSpeaksAsync(string endpoint)
    {
        await using WireClient client = await WireClient.ConnectAsync(endpoint);
        Assert.Matches(
            """^\{"QMP": \{"version": \{"qemu": \{"micro": \d+, "minor": 2, "major": 7\}, "package": ".*"\}, "capabilities": \["oob"\]\}\}$""",
            await client.ReadAsync()
        );
        foreach ((string request, string answer) in s_dialogue)
        {
            Assert.Equal((request, answer), (request, await client.AskAsync(request)));
        }

        Assert.Null(await client.ReadAsync());
    }
}
