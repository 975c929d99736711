using System.Text;
using System.Text.RegularExpressions;

namespace QmpGen.Testing.Tests;

public sealed partial class ProtocolTests : IAsyncLifetime
{
    private readonly QmpTestServer _server = QmpTestServer.Start(Dump.Qemu72);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_greeting_is_one_line_of_ascii_with_crlf()
    {
        await using WireClient client = new(_server.Connect());
        const string Expected =
            """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"""
            + "\r\n";
        Assert.Equal(Expected, Encoding.ASCII.GetString(await client.ReadBytesAsync(Expected.Length)));
    }

    [Fact]
    public async Task The_greeting_tells_what_the_options_say()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { Version = new(10, 0, 1, "Zoë's"), OfferOutOfBand = false }
        );
        await using WireClient client = new(server.Connect());
        Assert.Equal(
            """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 0, "major": 10}, "package": "Zo\u00EB's"}, "capabilities": []}}""",
            await client.ReadAsync()
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "Capability oob not available"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""")
        );
    }

    [Fact]
    public async Task Negotiation_comes_first_and_once()
    {
        await using WireClient client = new(_server.Connect());
        await client.ReadAsync();
        const string First =
            """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""";
        Assert.Equal(First, await client.AskAsync("""{"execute":"query-status"}"""));
        Assert.Equal(First, await client.AskAsync("""{"execute":"no-such-command"}"""));
        Assert.Equal(
            """{"id": 1, "error": {"class": "GenericError", "desc": "Parameter 'null' does not accept value 'bogus'"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob","bogus"]},"id":1}""")
        );
        Assert.Equal(First, await client.AskAsync("""{"execute":"query-status"}"""));
        Assert.Equal("""{"return": {}, "id": 2}""", await client.AskAsync("""{"execute":"qmp_capabilities","id":2}"""));
        Assert.Equal(
            """{"error": {"class": "CommandNotFound", "desc": "Capabilities negotiation is already complete, command ignored"}}""",
            await client.AskAsync("""{"execute":"qmp_capabilities"}""")
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
    public async Task An_id_is_echoed_as_json_reserialised(string id, string echo)
    {
        _server.On("query-name", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Equal(
            $$"""{"return": {}, "id": {{echo}}}""",
            await client.AskAsync($$"""{"execute":"query-name","id":{{id}}}""")
        );
    }

    [Fact]
    public async Task Requests_may_be_joined_and_split_anywhere()
    {
        _server.On("query-name", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        foreach (char c in """{"execute":"query-name","id":"}\"{"}{ "execute" : "query-name", "id" :""" + "\r\n\t2}")
        {
            await client.SendAsync(c.ToString());
        }

        Assert.Equal("""{"return": {}, "id": "}\"{"}""", await client.ReadAsync());
        Assert.Equal("""{"return": {}, "id": 2}""", await client.ReadAsync());
    }

    [Fact]
    public async Task A_handler_answers_with_a_value_an_error_or_by_failing()
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
            await client.AskAsync("""{"execute":"query-status"}""")
        );
        Assert.Equal(
            """{"id": 1, "error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}}""",
            await client.AskAsync("""{"execute":"device_del","arguments":{"id":"x"},"id":1}""")
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "The answer that On(\"stop\", ...) gave threw InvalidOperationException: oops"}}""",
            await client.AskAsync("""{"execute":"stop"}""")
        );
        Assert.Equal("""{"return": {"a-newer": "member"}}""", await client.AskAsync("""{"execute":"cont"}"""));
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "The test server has no answer for 'query-name': give it one with On(\"query-name\", ...)"}}""",
            await client.AskAsync("""{"execute":"query-name"}""")
        );
    }

    [Fact]
    public void An_answer_for_a_command_that_the_schema_lacks_is_refused() =>
        Assert.Throws<ArgumentException>(() => _server.On("query-nothing", _ => null));

    [Fact]
    public async Task The_schema_the_commands_and_the_version_are_answered_without_a_handler()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Equal(
            """{"return": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}}""",
            await client.AskAsync("""{"execute":"query-version"}""")
        );
        QmpValue schema = QmpValue.Parse((await client.AskAsync("""{"execute":"query-qmp-schema"}"""))!);
        Assert.Equal(QmpValue.Parse(Dump.Qemu72), new QmpValue(schema.Json.GetProperty("return")));
        Assert.Contains(
            """{"name": "query-yank"}""",
            await client.AskAsync("""{"execute":"query-commands"}"""),
            StringComparison.Ordinal
        );

        const string Mine = """{"qemu": {"micro": 1, "minor": 2, "major": 3}, "package": "mine"}""";
        _server.On("query-version", _ => QmpValue.Parse(Mine));
        Assert.Equal($$"""{"return": {{Mine}}}""", await client.AskAsync("""{"execute":"query-version"}"""));
    }

    [Fact]
    public async Task Events_go_to_every_negotiated_session_and_before_the_answer()
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
        await using WireClient silent = new(_server.Connect());
        await silent.ReadAsync();
        await using WireClient other = await WireClient.ConnectAsync(_server);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        string? stopped = await client.AskAsync("""{"execute":"stop"}""");
        Assert.Matches(
            """^\{"timestamp": \{"seconds": [0-9]{10}, "microseconds": [0-9]{1,6}\}, "event": "STOP"\}$""",
            stopped
        );
        Assert.EndsWith(
            """, "event": "X_NEW", "data": {"n": 1}}""",
            await client.ReadAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal("""{"return": {}}""", await client.ReadAsync());
        Assert.Equal(stopped, await other.ReadAsync());
        Assert.Equal("""{"return": {}}""", await silent.AskAsync("""{"execute":"qmp_capabilities"}"""));
    }

    [Fact]
    public async Task Data_of_an_event_are_an_object() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _server.SendEventAsync("STOP", "x"));

    [Fact]
    public async Task Quit_tells_of_the_shutdown_answers_and_closes_every_session()
    {
        await using WireClient other = await WireClient.ConnectAsync(_server);
        await using WireClient client = await WireClient.ConnectAsync(_server);
        Assert.Matches(ShutdownEvent(), await client.AskAsync("""{"execute":"quit","id":9}"""));
        Assert.Equal("""{"return": {}, "id": 9}""", await client.ReadAsync());
        Assert.Null(await client.ReadAsync());
        Assert.Matches(ShutdownEvent(), await other.ReadAsync());
        Assert.Null(await other.ReadAsync());
        Assert.Throws<ObjectDisposedException>(_server.Connect);
    }

    [Fact]
    public async Task What_was_received_is_kept_in_order()
    {
        await using WireClient client = await WireClient.ConnectAsync(_server);
        await client.AskAsync("""{"execute":"device_del","arguments":{"id":"x"}}""");
        await client.AskAsync("""{"execute":"no-such-command"}""");
        await client.AskAsync("""{"execute":}""");
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
