using System.Text.Json;

namespace QmpGen.Testing.Tests;

public sealed class ValidationTests
{
    [Fact]
    public async Task Bad_requests_are_refused_in_the_words_of_7_2()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        foreach ((string request, string description) in BadRequests.All)
        {
            await AssertRefusedAsync(client, request, description);
        }
    }

    // The words differ from release to release.
    [QemuFact("7.2")]
    public async Task Qemu_7_2_refuses_them_in_the_same_words()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using WireClient client = await WireClient.ConnectAsync(qemu.Endpoint);

        await client.ReadAsync();
        Assert.Equal(
            """{"return": {}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
        foreach ((string request, string description) in BadRequests.All)
        {
            await AssertRefusedAsync(client, request, description);
        }
    }

    [Theory]
    [InlineData("""{"way":5}""", "Invalid parameter type for 'way', expected: object or string")]
    [InlineData("""{"number":18446744073709551616}""", "Invalid parameter type for 'number', expected: integer")]
    public async Task What_only_the_dump_knows_is_told_in_its_terms(string arguments, string description)
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
        await AssertRefusedAsync(client, $$"""{"execute":"x-new","arguments":{{arguments}}}""", description);
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
    public async Task A_good_request_reaches_its_handler(string command, string arguments)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        server.On(command, call => call.Arguments);
        await using WireClient client = await WireClient.ConnectAsync(server);
        QmpValue answer = QmpValue.Parse(
            (await client.AskAsync($$"""{"execute":"{{command}}","arguments":{{arguments}}}"""))!
        );
        Assert.Equal(QmpValue.Parse($$"""{"return":{{arguments}}}"""), answer);
    }

    private static async Task AssertRefusedAsync(WireClient client, string request, string description)
    {
        await client.SendAsync(request);
        JsonElement error = JsonElement.Parse((await client.ReadAsync())!).GetProperty("error");
        Assert.Equal(
            (request, "GenericError", description),
            (request, error.GetProperty("class").GetString(), error.GetProperty("desc").GetString())
        );
    }
}
