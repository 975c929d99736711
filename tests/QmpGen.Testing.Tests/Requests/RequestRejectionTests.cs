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

    // The responses of QEMU 2.12.0 and 3.0.0.
    [Theory]
    [InlineData("""{"execute": }""", "JSON parse error, Missing value in dict")]
    [InlineData("""{"execute":"query-name",}""", "JSON parse error, key is not a string in object")]
    [InlineData("""{5:1}""", "JSON parse error, key is not a string in object")]
    [InlineData("""{"a" 5}""", "JSON parse error, missing : in object pair")]
    [InlineData("""{"a":1 2}""", "JSON parse error, expected separator in dict")]
    [InlineData("""{"a":[1 2]}""", "JSON parse error, Missing value in dict")]
    [InlineData("""[1 2]""", "JSON parse error, expected separator in list")]
    [InlineData("""[[nope]]""", "JSON parse error, expecting value")]
    [InlineData("""nope""", "JSON parse error, invalid keyword 'nope'")]
    [InlineData("}", "JSON parse error, expecting value")]
    [InlineData("%s", "Invalid JSON syntax")]
    [InlineData("""{"a":%s}""", "JSON parse error, Missing value in dict")]
    [InlineData("\u00FF", "Invalid JSON syntax")]
    [InlineData("-", "Invalid JSON syntax")]
    [InlineData("\"\u00C0", "Invalid JSON syntax")]
    public async Task InvalidJson_BeforeQemu31_IsRejectedInItsWords(string request, string description)
    {
        foreach (QmpVersion version in (QmpVersion[])[new(2, 12, 0, ""), new(3, 0, 0, "")])
        {
            await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, new() { Version = version });
            server.On("query-name", _ => null);
            await using WireClient client = await WireClient.ConnectAsync(server);
            await AssertRejectedAsync(client, request + "\n", description);
            Assert.Equal("""{"return": {}}""", await client.CallAsync("""{"execute":"query-name"}"""));
        }
    }

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"", "\\uFFFD\\uFFFD")]
    [InlineData("\"a\\ud800\"", "a\\uFFFD")]
    [InlineData("\"\\udc00a\"", "\\uFFFDa")]
    [InlineData("\"\\uffff\\ufdd0\"", "\\uFFFD\\uFFFD")]
    [InlineData("\"a\\u0000b\"", "ab")]
    [InlineData("\"\u00F0\u009F\u0098\u0080\"", "\\uD83D\\uDE00")]
    [InlineData("\"a\n\tb\"", "a\\n\\tb")]
    [InlineData("'\\u00e9\\'\"'", "\\u00E9'\\\"")]
    public async Task Text_BeforeQemu31_IsDecodedWithoutValidation(string text, string echo)
    {
        foreach (QmpVersion version in (QmpVersion[])[new(2, 12, 0, ""), new(3, 0, 0, "")])
        {
            await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, new() { Version = version });
            server.On("query-name", _ => null);
            await using WireClient client = await WireClient.ConnectAsync(server);
            Assert.Equal(
                $$"""{"return": {}, "id": "{{echo}}"}""",
                await client.CallAsync($$"""{"execute":"query-name","id":{{text}}}""")
            );
        }
    }

    [Fact]
    public async Task DuplicateMembers_BeforeQemu31_LastIsUsed()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new() { Version = new(3, 0, 0, "") }
        );
        server.On("device_del", call => call.Arguments);
        await using WireClient client = await WireClient.ConnectAsync(server);
        Assert.Equal(
            """{"return": {"id": "b"}, "id": [{"x": 2}]}""",
            await client.CallAsync(
                """{"execute":"stop","arguments":{"id":"a","id":"b"},"execute":"device_del","id":[{"x":1,"x":2}]}"""
            )
        );
    }

    [Theory]
    [InlineData(2, 12, "Invalid parameter 'nope'")]
    [InlineData(3, 0, "Invalid parameter 'nope'")]
    [InlineData(5, 2, "Invalid parameter 'nope'")]
    [InlineData(6, 0, "Parameter 'driver' does not accept value 'nope'")]
    public async Task UnknownEnumValue_OfEachRelease_IsRejectedInItsWords(int major, int minor, string description)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new() { Version = new(major, minor, 0, "") }
        );
        await using WireClient client = await WireClient.ConnectAsync(server);
        await AssertRejectedAsync(client, """{"execute":"blockdev-add","arguments":{"driver":"nope"}}""", description);
    }

    [Theory]
    [InlineData(4, "query-qmp-schema", """{"x":1}""", null)]
    [InlineData(6, "query-qmp-schema", """{"x":1}""", "Parameter 'x' is unexpected")]
    [InlineData(4, "object-add", """{"qom-type":"x","id":"x","y":1}""", "Parameter 'y' is unexpected")]
    [InlineData(5, "object-add", """{"qom-type":"x","id":"x","y":1}""", null)]
    [InlineData(5, "object-add", """{"props":5}""", "Invalid parameter type for 'props', expected: dict")]
    public async Task ArgumentsWithoutSchema_BeforeQemu60_AreCheckedLikeInItsRelease(
        int major,
        string command,
        string arguments,
        string? description
    )
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.ReadQemu("5.2"),
            new() { Version = new(major, 0, 0, ""), CheckResults = false }
        );
        server.On(command, _ => null);
        await using WireClient client = await WireClient.ConnectAsync(server);
        string request = $$"""{"execute":"{{command}}","arguments":{{arguments}},"id":1}""";
        if (description is null)
        {
            Assert.Equal("""{"return": {}, "id": 1}""", await client.CallAsync(request));
        }
        else
        {
            await AssertRejectedAsync(client, request, description);
        }
    }

    // The responses of QEMU 11.1.3. The negotiation is line 1.
    [Theory]
    [InlineData("""{"execute": }""", "2:13: JSON parse error, expecting value")]
    [InlineData("""{"execute":"query-name",}""", "2:25: JSON parse error, expecting key")]
    [InlineData("""{"a" 5}""", "2:6: JSON parse error, expecting ':'")]
    [InlineData("""{"a":1 2}""", "2:8: JSON parse error, expected ',' or '}'")]
    [InlineData("\n  [1\n2]", "4:1: JSON parse error, expected ',' or ']'")]
    [InlineData("""{"a":1]""", "2:8: JSON parse error, expected ',' or '}'")]
    [InlineData("""{"a":1,"a":2}""", "2:12: JSON parse error, duplicate key")]
    [InlineData("""{"a":"\ud800"}""", @"2:6: JSON parse error, \ud800 is not a valid Unicode character")]
    [InlineData("""{"a":%}""", "2:6: JSON parse error, stray '%'")]
    [InlineData("""{"a" 5%""", "2:6: JSON parse error, expecting ':'")]
    [InlineData("[1]", "QMP input must be a JSON object")]
    public async Task InvalidJson_SinceQemu111_IsRejectedWithItsPosition(string request, string description)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new() { Version = new(11, 1, 3, "") }
        );
        await using WireClient client = await WireClient.ConnectAsync(server);
        await AssertRejectedAsync(client, request + "\n", description);
    }

    [Fact]
    public async Task Request_OfTooManyTokens_IsRejected()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using WireClient client = await WireClient.ConnectAsync(server);
        string list = string.Concat(Enumerable.Repeat("0,", 1 << 20));
        await AssertRejectedAsync(client, $"[{list}0]\u00FF", "JSON token count limit exceeded");
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
    public async Task Request_WithValidArguments_ReachesHandler(string command, string arguments)
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
