namespace QmpGen.Testing.Tests;

/// <summary>The session of a storage daemon, compared with a real one.</summary>
public sealed class StorageDaemonSessionTests
{
    private static readonly (string Request, string Response)[] s_dialog =
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
    public async Task TestServer_WithStorageDaemonDump_RespondsLikeStorageDaemon()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.StorageDaemon72)
            .On("query-block-exports", _ => QmpValue.Parse("[]"));
        await AssertResponsesAsync(server.Endpoint);
    }

    [StorageDaemonFact("7.2")]
    public async Task StorageDaemon72_OnSameRequests_RespondsAsExpected()
    {
        await using RealQemu daemon = await RealQemu.StartStorageDaemonAsync();
        await AssertResponsesAsync(daemon.Endpoint);
        await daemon.WaitForExitAsync();
    }

    private static async Task AssertResponsesAsync(string endpoint)
    {
        await using WireClient client = await WireClient.ConnectAsync(endpoint);
        Assert.Matches(
            """^\{"QMP": \{"version": \{"qemu": \{"micro": \d+, "minor": 2, "major": 7\}, "package": ".*"\}, "capabilities": \["oob"\]\}\}$""",
            await client.ReadLineAsync()
        );
        foreach ((string request, string response) in s_dialog)
        {
            Assert.Equal((request, response), (request, await client.CallAsync(request)));
        }

        Assert.Null(await client.ReadLineAsync());
    }
}
