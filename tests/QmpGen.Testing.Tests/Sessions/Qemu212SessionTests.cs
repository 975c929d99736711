namespace QmpGen.Testing.Tests;

/// <summary>The dialect of QEMU 2.12, compared with a recorded transcript.</summary>
public sealed class Qemu212SessionTests
{
    private static readonly QmpTestServerOptions s_qemu212 = new() { Version = new(2, 12, 0, "") };

    [Fact]
    public async Task Qemu212Error_DuringNegotiation_HasNoId()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, s_qemu212);
        await using WireClient client = new(server.Connect());
        Assert.Contains(
            """{"micro": 0, "minor": 12, "major": 2}""",
            await client.ReadLineAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""",
            await client.CallAsync("""{"execute":"query-status","id":"a1"}""")
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Please enable Out-Of-Band first for the session during capabilities negotiation"}}""",
            await client.CallAsync(
                """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":"a3","control":{"run-oob":true}}"""
            )
        );
        Assert.Equal(
            """{"id": "a6", "error": {"class": "GenericError", "desc": "Parameter 'zzz' is unexpected"}}""",
            await client.CallAsync(
                """{"execute":"qmp_capabilities","arguments":{"enable":["oob"],"zzz":1},"id":"a6"}"""
            )
        );
        Assert.Equal(
            """{"return": {}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
        Assert.Equal(
            """{"id": "a7", "error": {"class": "CommandNotFound", "desc": "Capabilities negotiation is already complete, command ignored"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","id":"a7"}""")
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Out-Of-Band capability requires that every command contains an 'id' field"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities"}""")
        );
    }

    [Theory]
    [InlineData("""{"execute":"query-name","id":null}""", """{"return": {}, "id": null}""")]
    [InlineData("""{"execute":"query-name","id":1,"control":{}}""", """{"return": {}, "id": 1}""")]
    [InlineData("""{"execute":"query-name","id":1,"control":{"run-oob":1,"zzz":1}}""", """{"return": {}, "id": 1}""")]
    [InlineData(
        """{"execute":"query-yank","id":1,"control":{"run-oob":true,"zzz":1}}""",
        """{"return": [], "id": 1}"""
    )]
    [InlineData("""{"execute":"query-name","id":1,"control":true}""", "QMP input member 'control' must be a dict")]
    [InlineData(
        """{"execute":"query-name","id":1,"control":{"run-oob":true}}""",
        "The command query-name does not support OOB"
    )]
    [InlineData(
        """{"execute":"query-yank","control":{"run-oob":true}}""",
        "Out-Of-Band capability requires that every command contains an 'id' field"
    )]
    [InlineData("""{"exec-oob":"query-yank","id":1}""", "QMP input member 'exec-oob' is unexpected")]
    [InlineData("""{"execute":5,"id":1}""", "QMP input member 'execute' must be a string")]
    [InlineData("""{"id":1}""", "QMP input lacks member 'execute'")]
    [InlineData("""[1]""", "QMP input must be a JSON object")]
    public async Task Qemu212Request_WithControl_RespondsLikeQemu212(string request, string expected)
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, s_qemu212);
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        Assert.Equal(
            expected.StartsWith('{')
                ? expected
                : $$$"""{"error": {"class": "GenericError", "desc": "{{{expected}}}"}}""",
            await client.CallAsync(request)
        );
    }

    [Fact]
    public async Task Qemu212Queue_WhenFull_DropsCommands()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, s_qemu212);
        using StopHold stop = new(server);
        await using WireClient other = await WireClient.ConnectAsync(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await stop.WaitForCallAsync();
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 9).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
        );
        const string Dropped = """, "event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": 9}}""";
        Assert.EndsWith(Dropped, await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.EndsWith(Dropped, await other.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "The command no-such-command has not been found"}}""",
            await client.CallAsync("""{"execute":"no-such-command","id":"e2"}""")
        );
        Assert.Equal(
            """{"id": "e3", "error": {"class": "GenericError", "desc": "Parameter 'instances' is missing"}}""",
            await client.CallAsync("""{"execute":"yank","id":"e3","control":{"run-oob":true}}""")
        );
        Assert.Equal(
            """{"return": [], "id": "rel"}""",
            await client.CallAsync("""{"execute":"query-yank","id":"rel","control":{"run-oob":true}}""")
        );
        stop.Release();
        for (int id = 0; id <= 8; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await client.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Qemu212Negotiation_WithoutOutOfBand_IsRejected()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            s_qemu212 with
            {
                OfferOutOfBand = false,
            }
        );
        await using WireClient client = new(server.Connect());
        Assert.Contains("\"capabilities\": []", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"id": "f1", "error": {"class": "GenericError", "desc": "This monitor does not support Out-Of-Band (OOB)"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":"f1"}""")
        );
    }
}
