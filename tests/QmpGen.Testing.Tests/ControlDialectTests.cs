namespace QmpGen.Testing.Tests;

/// <summary>QEMU 2.12, as its transcript shows it.</summary>
public sealed class ControlDialectTests
{
    private static readonly QmpTestServerOptions s_qemu212 = new() { Version = new(2, 12, 0, "") };

    [Fact]
    public async Task Before_and_during_negotiation_errors_have_no_id()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72, s_qemu212);
        await using WireClient client = new(server.Connect());
        Assert.Contains(
            """{"micro": 0, "minor": 12, "major": 2}""",
            await client.ReadAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""",
            await client.AskAsync("""{"execute":"query-status","id":"a1"}""")
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Please enable Out-Of-Band first for the session during capabilities negotiation"}}""",
            await client.AskAsync(
                """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":"a3","control":{"run-oob":true}}"""
            )
        );
        Assert.Equal(
            """{"id": "a6", "error": {"class": "GenericError", "desc": "Parameter 'zzz' is unexpected"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"],"zzz":1},"id":"a6"}""")
        );
        Assert.Equal(
            """{"return": {}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
        Assert.Equal(
            """{"id": "a7", "error": {"class": "CommandNotFound", "desc": "Capabilities negotiation is already complete, command ignored"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","id":"a7"}""")
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Out-Of-Band capability requires that every command contains an 'id' field"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities"}""")
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
    public async Task Requests_are_read_as_2_12_reads_them(string request, string expected)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72, s_qemu212);
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        Assert.Equal(
            expected.StartsWith('{')
                ? expected
                : $$$"""{"error": {"class": "GenericError", "desc": "{{{expected}}}"}}""",
            await client.AskAsync(request)
        );
    }

    [Fact]
    public async Task While_the_queue_is_full_commands_are_dropped_faults_overtake_and_out_of_band_works()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72, s_qemu212);
        using Gate gate = new(server);
        await using WireClient other = await WireClient.ConnectAsync(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await gate.Entered;
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 9).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
        );
        const string Dropped = """, "event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": 9}}""";
        Assert.EndsWith(Dropped, await client.ReadAsync(), StringComparison.Ordinal);
        Assert.EndsWith(Dropped, await other.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "The command no-such-command has not been found"}}""",
            await client.AskAsync("""{"execute":"no-such-command","id":"e2"}""")
        );
        Assert.Equal(
            """{"id": "e3", "error": {"class": "GenericError", "desc": "Parameter 'instances' is missing"}}""",
            await client.AskAsync("""{"execute":"yank","id":"e3","control":{"run-oob":true}}""")
        );
        Assert.Equal(
            """{"return": [], "id": "rel"}""",
            await client.AskAsync("""{"execute":"query-yank","id":"rel","control":{"run-oob":true}}""")
        );
        gate.Open();
        for (int id = 0; id <= 8; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await client.ReadAsync());
        }
    }

    [Fact]
    public async Task A_server_without_the_capability_says_so_in_its_own_words()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72, s_qemu212 with { OfferOutOfBand = false });
        await using WireClient client = new(server.Connect());
        Assert.Contains("\"capabilities\": []", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"id": "f1", "error": {"class": "GenericError", "desc": "This monitor does not support Out-Of-Band (OOB)"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":"f1"}""")
        );
    }
}
