using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>The rejection of invalid requests, in the words of QEMU 7.2.</summary>
public sealed class RequestRejectionTests
{
    [Fact]
    public async Task InvalidRequest_ToTestServer_IsRejectedWithMessageOfQemu72()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        foreach ((string request, string description) in RejectedRequests.All)
        {
            await AssertRejectedAsync(client, request, description);
        }
    }

    // Error descriptions differ between releases.
    [QemuFact("7.2")]
    public async Task InvalidRequest_ToQemu72_IsRejectedWithSameMessage()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using WireClient client = await WireClient.ConnectAsync(qemu.Endpoint);

        await client.ReadLineAsync();
        Assert.Equal(
            """{"return": {}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
        foreach ((string request, string description) in RejectedRequests.All)
        {
            await AssertRejectedAsync(client, request, description);
        }
    }

    [Theory]
    [InlineData("""{"way":5}""", "Invalid parameter type for 'way', expected: object or string")]
    [InlineData("""{"number":18446744073709551616}""", "Invalid parameter type for 'number', expected: integer")]
    public async Task UnknownAlternate_WithInvalidValue_IsDescribedByItsBranches(string arguments, string description)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            """
            [{"name": "x-new", "meta-type": "command", "arg-type": "0", "ret-type": "1"}, {"name": "1", "meta-type": "object", "members": []},
             {"name": "0", "meta-type": "object", "members": [{"name": "way", "type": "2", "default": null}, {"name": "number", "type": "int", "default": null}]},
             {"name": "2", "meta-type": "alternate", "members": [{"type": "1"}, {"type": "str"}]}, {"name": "int", "meta-type": "builtin", "json-type": "int"},
             {"name": "str", "meta-type": "builtin", "json-type": "string"}, {"name": "qmp_capabilities", "meta-type": "command", "arg-type": "1", "ret-type": "1"}]
            """
        );
        await using WireClient client = await WireClient.ConnectAsync(server);
        await AssertRejectedAsync(client, $$"""{"execute":"x-new","arguments":{{arguments}}}""", description);
    }

    [Theory]
    [InlineData(
        "blockdev-add",
        """{"driver":"qcow2","file":{"driver":"file","filename":"x"},"backing":null,"overlap-check":{"template":"all"}}"""
    )]
    [InlineData("blockdev-add", """{"driver":"qcow2","file":"node","overlap-check":"all"}""")]
    [InlineData("block-set-write-threshold", """{"node-name":"x","write-threshold":18446744073709551615}""")]
    [InlineData("block-set-write-threshold", """{"node-name":"x","write-threshold":-1}""")]
    [InlineData("qom-set", """{"path":"/machine","property":"x","value":{"any":[1,null]}}""")]
    [InlineData("device_add", """{"driver":"e1000","bus":5,"whatever":{"a":1}}""")]
    [InlineData("send-key", """{"keys":[{"type":"qcode","data":"a"},{"type":"number","data":30}]}""")]
    public async Task ValidRequest_ReachesHandler(string command, string arguments)
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        server.On(command, call => call.Arguments);
        await using WireClient client = await WireClient.ConnectAsync(server);
        QmpValue response = QmpValue.Parse(
            (await client.CallAsync($$"""{"execute":"{{command}}","arguments":{{arguments}}}"""))!
        );
        Assert.Equal(QmpValue.Parse($$"""{"return":{{arguments}}}"""), response);
    }

    private static async Task AssertRejectedAsync(WireClient client, string request, string description)
    {
        await client.SendAsync(request);
        JsonElement error = JsonElement.Parse((await client.ReadLineAsync())!).GetProperty("error");
        Assert.Equal(
            (request, "GenericError", description),
            (request, error.GetProperty("class").GetString(), error.GetProperty("desc").GetString())
        );
    }
}
