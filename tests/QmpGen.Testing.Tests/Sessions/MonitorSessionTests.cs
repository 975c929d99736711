using System.Text;
using System.Text.RegularExpressions;

namespace QmpGen.Testing.Tests;

/// <summary>The session of a monitor: greeting, negotiation, ids, results, errors and events.</summary>
public sealed partial class MonitorSessionTests : IAsyncLifetime
{
    private readonly QmpTestServer _server = QmpTestServer.Start(SchemaDumps.Qemu72);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Greeting_ByDefault_IsOneAsciiLineWithCrLf()
    {
        await using WireClient client = new(_server.Connect());
        const string Expected =
            """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"""
            + "\r\n";
        Assert.Equal(Expected, Encoding.ASCII.GetString(await client.ReadBytesAsync(Expected.Length)));
    }

    [Fact]
    public async Task Greeting_WithOptions_HasVersionAndCapabilities()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { Version = new(10, 0, 1, "Zoë's"), OfferOutOfBand = false }
        );
        await using WireClient client = new(server.Connect());
        Assert.Equal(
            """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 0, "major": 10}, "package": "Zo\u00EB's"}, "capabilities": []}}""",
            await client.ReadLineAsync()
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Capability oob not available"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
    }

    [Fact]
    public async Task Greeting_OfATranscript_HasItsVersion()
    {
        const string Greeting =
            """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 5}, "package": "Debian 1:5.2"}, "capabilities": ["oob"]}}""";
        string transcript = $$"""{{Greeting}} {"return": {{SchemaDumps.Qemu72}} }""";
        await using QmpTestServer server = QmpTestServer.Start(transcript);
        await using WireClient client = new(server.Connect());

        Assert.Equal(Greeting, await client.ReadLineAsync());
    }

    [Fact]
    public async Task Command_BeforeNegotiation_IsRejected()
    {
        await using WireClient client = new(_server.Connect());
        await client.ReadLineAsync();
        const string Expecting =
            """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""";
        Assert.Equal(Expecting, await client.CallAsync("""{"execute":"query-status"}"""));
        Assert.Equal(Expecting, await client.CallAsync("""{"execute":"no-such-command"}"""));
        Assert.Equal(
            """{"id": 1, "error": {"class": "GenericError", "desc": "Parameter 'null' does not accept value 'bogus'"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob","bogus"]},"id":1}""")
        );
        Assert.Equal(Expecting, await client.CallAsync("""{"execute":"query-status"}"""));
        Assert.Equal(
            """{"return": {}, "id": 2}""",
            await client.CallAsync("""{"execute":"qmp_capabilities","id":2}""")
        );
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "Capabilities negotiation is already complete, command ignored"}}""",
            await client.CallAsync("""{"execute":"qmp_capabilities"}""")
        );
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("0.1", "0.10000000000000001")]
    [InlineData("1e100", "1e+100")]
    [InlineData("-0", "0")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("123456789012345678901234567890", "1.2345678901234568e+29")]
    [InlineData("null", "null")]
    [InlineData("""{"a":[1,2,{}],"c":[]}""", """{"a": [1, 2, {}], "c": []}""")]
    [InlineData(
        """  'a"b\''  """,
        """
            "a\"b'"
            """
    )]
    [InlineData(
        """
            "\u00e9\u0001\"\\\u007f/\n\b\u0000\ud83d\ude00"
            """,
        """
            "\u00E9\u0001\"\\\u007F/\n\b\u0000\uD83D\uDE00"
            """
    )]
    public async Task Id_OfAnyKind_IsEchoedAsQemuPrintsIt(string id, string echo)
    {
        _server.On("query-name", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Equal(
            $$"""{"return": {}, "id": {{echo}}}""",
            await client.CallAsync($$"""{"execute":"query-name","id":{{id}}}""")
        );
    }

    [Fact]
    public async Task Requests_JoinedOrSplit_GetTheirResponses()
    {
        _server.On("query-name", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        foreach (char c in """{"execute":"query-name","id":"}\"{"}{ "execute" : "query-name", "id" :""" + "\r\n\t2}")
        {
            await client.SendAsync(c.ToString());
        }

        Assert.Equal("""{"return": {}, "id": "}\"{"}""", await client.ReadLineAsync());
        Assert.Equal("""{"return": {}, "id": 2}""", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Handler_ReturningOrThrowing_DecidesResponse()
    {
        _server
            .On("query-status", _ => QmpValue.Parse("""{"status":"running","running":true,"singlestep":false}"""))
            .On(
                "device_del",
                call =>
                    throw new QmpTestErrorException(
                        "DeviceNotFound",
                        $"Device '{call.Arguments.GetProperty("id")}' not found"
                    )
            )
            .On("stop", _ => throw new InvalidOperationException("oops"))
            .On(
                "cont",
                async (_, ct) =>
                {
                    await Task.Delay(1, ct);
                    return QmpValue.Parse("""{"a-newer": "member"}""");
                }
            );
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Equal(
            """{"return": {"status": "running", "running": true, "singlestep": false}}""",
            await client.CallAsync("""{"execute":"query-status"}""")
        );
        Assert.Equal(
            """{"id": 1, "error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}}""",
            await client.CallAsync("""{"execute":"device_del","arguments":{"id":"x"},"id":1}""")
        );
        Assert.EndsWith(
            """InvalidOperationException: oops"}}""",
            await client.CallAsync("""{"execute":"stop"}"""),
            StringComparison.Ordinal
        );
        Assert.Equal("""{"return": {"a-newer": "member"}}""", await client.CallAsync("""{"execute":"cont"}"""));
        Assert.Contains(
            """On(\"query-name\", ...)""",
            await client.CallAsync("""{"execute":"query-name"}"""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void On_UnknownCommand_Throws() =>
        Assert.Throws<ArgumentException>(() => _server.On("query-nothing", _ => null));

    [Fact]
    public async Task QueryCommands_WithoutHandler_HaveBuiltInResults()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Equal(
            """{"return": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}}""",
            await client.CallAsync("""{"execute":"query-version"}""")
        );
        QmpValue schema = QmpValue.Parse((await client.CallAsync("""{"execute":"query-qmp-schema"}"""))!);
        Assert.Equal(QmpValue.Parse(SchemaDumps.Qemu72), new QmpValue(schema.Json.GetProperty("return")));
        Assert.Contains(
            """{"name": "query-yank"}""",
            await client.CallAsync("""{"execute":"query-commands"}"""),
            StringComparison.Ordinal
        );

        const string Other = """{"qemu": {"micro": 1, "minor": 2, "major": 3}, "package": "other"}""";
        _server.On("query-version", _ => QmpValue.Parse(Other));
        Assert.Equal($$"""{"return": {{Other}}}""", await client.CallAsync("""{"execute":"query-version"}"""));
    }

    [Fact]
    public async Task Event_FromHandler_PrecedesResponseInEverySession()
    {
        _server.On(
            "stop",
            async (_, _) =>
            {
                await _server.SendEventAsync("STOP");
                await _server.SendEventAsync("X_NEW", QmpValue.Parse("""{"n":1}"""));
                return null;
            }
        );
        await using WireClient notNegotiated = new(_server.Connect());
        await notNegotiated.ReadLineAsync();
        await using WireClient other = await WireClient.ConnectAsync(_server);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        string? stopped = await client.CallAsync("""{"execute":"stop"}""");
        Assert.Matches(
            """^\{"timestamp": \{"seconds": [0-9]{10}, "microseconds": [0-9]{1,6}\}, "event": "STOP"\}$""",
            stopped
        );
        Assert.EndsWith(
            """, "event": "X_NEW", "data": {"n": 1}}""",
            await client.ReadLineAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal("""{"return": {}}""", await client.ReadLineAsync());
        Assert.Equal(stopped, await other.ReadLineAsync());
        Assert.Equal("""{"return": {}}""", await notNegotiated.CallAsync("""{"execute":"qmp_capabilities"}"""));
    }

    [Fact]
    public async Task SendEvent_WithoutObject_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _server.SendEventAsync("STOP", "x"));

    [Fact]
    public async Task Quit_FromOneClient_EndsEverySession()
    {
        await using WireClient other = await WireClient.ConnectAsync(_server);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Matches(ShutdownEvent(), await client.CallAsync("""{"execute":"quit","id":9}"""));
        Assert.Equal("""{"return": {}, "id": 9}""", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
        Assert.Matches(ShutdownEvent(), await other.ReadLineAsync());
        Assert.Null(await other.ReadLineAsync());
        Assert.Throws<ObjectDisposedException>(_server.Connect);
    }

    [Fact]
    public async Task Calls_AfterRequests_AreInOrderOfArrival()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        await client.CallAsync("""{"execute":"device_del","arguments":{"id":"x"}}""");
        await client.CallAsync("""{"execute":"no-such-command"}""");
        await client.CallAsync("""{"execute":}""");
        Assert.Equal(["qmp_capabilities", "device_del", "no-such-command"], _server.Calls.Select(call => call.Command));
        Assert.Equal("x", _server.Calls[1].Arguments.GetProperty("id").GetString());
        Assert.Equal("{}", _server.Calls[2].Arguments.GetRawText());
        Assert.False(_server.Calls[1].OutOfBand);
    }

    [GeneratedRegex(
        """^\{"timestamp": .*, "event": "SHUTDOWN", "data": \{"guest": false, "reason": "host-qmp-quit"\}\}$"""
    )]
    private static partial Regex ShutdownEvent();
}
