using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>QEMU's behavior that the client depends on, verified with raw bytes as in QEMU's protocol
/// test.</summary>
public sealed class ProtocolAgainstQemuTests
{
    private const string NegotiationRequired =
        """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""";

    /// <summary>Bytes that are not a request: QEMU replies with errors without an id and continues.</summary>
    private static readonly string[] s_malformed =
    [
        // Unbalanced braces and brackets. An open one waits for more data until an invalid byte comes.
        "{]\n",
        "[}\n",
        "}\n",
        "]\n",
        "{\"execute\": [}\u00FF\n",
        "{\"execute\": \"query-name\"\u00FF\n",
        // Bytes that are invalid outside and inside strings.
        "{\u00FF\n",
        "{\u0001\n",
        "{\u00C0\u0080\n",
        "\u00FF\n",
        "{\"execute\": \"query-name\u00FF\n",
        "{\"execute\": \"query\nname\"\n",
        "{\"id\": \"\u00FE\"}\n",
        "{\"id\": \"\u00C0\u00AF\"}\n",
        "{\"id\": \"\u00ED\u00A0\u0080\"}\n",
        "{\"id\": \"\u00F7\u00BF\u00BF\u00BF\"}\n",
        // Interpolation, which the parser supports for internal use only.
        "%p\n",
        "{\"execute\": %s}\n",
        // Values that are not an object.
        "[]\n",
        "[{\"execute\": \"query-name\"}]\n",
        "\"query-name\"\n",
        "1\n",
        "-2.5\n",
        "true\n",
        "null\n",
        "query\n",
        // Objects that are not a request.
        "{}\n",
        "{\"arguments\": {}}\n",
        "{\"execute\"}\n",
        "{\"execute\": \"query-name\" \"id\"}\n",
        "{\"execute\": \"query-name\",}\n",
        "{1: 2}\n",
        "{\"execute\": true}\n",
        "{\"execute\": null}\n",
        "{\"execute\": {}}\n",
        "{\"execute\": \"query-name\", \"arguments\": []}\n",
        "{\"execute\": \"query-name\", \"arguments\": null}\n",
        "{\"execute\": \"query-name\", \"arguments\": \"x\"}\n",
        "{\"execute\": \"query-name\", \"extra\": true}\n",
        "{\"execute\": \"query-name\", \"control\": {}}\n",
        "{\"execute\": \"query-name\", \"execute\": \"query-name\"}\n",
        "{\"exec-oob\": \"query-name\"}\n",
        "{\"execute\": \"no-such-command\"}\n",
        "{\"execute\": \"\"}\n",
        "{\"execute\": \"query-name\", \"arguments\": {\"a\": 1}}\n",
        // Invalid characters, and too many levels.
        """{"id": "\ud800"}""",
        """{"id": "\udc00\ud800"}""",
        """{"id": "\uffff"}""",
        """{"id": "\ufdd0"}""",
        """{"id": "\u12"}""",
        """{"id": "\x"}""",
        new string('[', 1025) + "\n",
    ];

    [QemuFact("7.2")]
    public async Task InvalidRequest_AfterNegotiation_GetsErrorWithoutId()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiateAsync(qemu);
        foreach (string bytes in s_malformed)
        {
            await monitor.SendAsync(bytes);
            await AssertRecoversAsync(monitor, bytes);
        }
    }

    [QemuFact("7.2")]
    public async Task InvalidRequest_BeforeNegotiation_GetsErrorWithoutId()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.ConnectAsync(qemu);
        foreach (string bytes in (string[])["{]\n", "\u00FF\n", "[]\n", "{}\n", "{\"execute\": true}\n"])
        {
            await monitor.SendAsync(bytes);
            Assert.StartsWith(
                """{"error": {"class": "GenericError", "desc": """,
                await monitor.ReadAsync(),
                StringComparison.Ordinal
            );
        }

        Assert.Equal(
            """{"return": {}, "id": 1}""",
            await monitor.RequestAsync("""{"execute":"qmp_capabilities","id":1}""")
        );
    }

    [QemuFact("7.2")]
    public async Task Negotiation_OfRealQemu_IsRequiredOnceAndFailsAsAWhole()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.ConnectAsync(qemu);
        Assert.Equal(NegotiationRequired, await monitor.RequestAsync("""{"execute":"query-name"}"""));
        Assert.Equal(NegotiationRequired, await monitor.RequestAsync("""{"execute":"no-such-command"}"""));
        Assert.Contains(
            "'exec-oob' is unexpected",
            await monitor.RequestAsync("""{"exec-oob":"query-yank"}"""),
            StringComparison.Ordinal
        );
        foreach (
            string arguments in (string[])
                ["""{"enable":"oob"}""", """{"enable":[5]}""", """{"enable":["oob","no-such"]}""", """{"disable":[]}"""]
        )
        {
            Assert.Contains(
                "GenericError",
                await monitor.RequestAsync($$"""{"execute":"qmp_capabilities","arguments":{{arguments}}}"""),
                StringComparison.Ordinal
            );
            Assert.Equal(NegotiationRequired, await monitor.RequestAsync("""{"execute":"query-name"}"""));
        }

        Assert.Equal(
            """{"return": {}}""",
            await monitor.RequestAsync("""{"execute":"qmp_capabilities","arguments":{"enable":[]}}""")
        );
        Assert.Contains(
            "CommandNotFound",
            await monitor.RequestAsync("""{"execute":"qmp_capabilities"}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'exec-oob' is unexpected",
            await monitor.RequestAsync("""{"exec-oob":"query-yank"}"""),
            StringComparison.Ordinal
        );
    }

    [QemuFact("7.2")]
    public async Task Negotiation_OnNextConnection_IsRequiredAgain()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using (RawMonitor first = await RawMonitor.NegotiateAsync(qemu, "\"oob\""))
        {
            Assert.StartsWith(
                """{"return": [""",
                await first.RequestAsync("""{"exec-oob":"query-yank"}"""),
                StringComparison.Ordinal
            );
        }

        await using RawMonitor second = await RawMonitor.ConnectAsync(qemu);
        Assert.Equal(NegotiationRequired, await second.RequestAsync("""{"execute":"query-name"}"""));
    }

    /// <remarks>QEMU parses and re-encodes ids, so only integers and ASCII strings return unchanged.</remarks>
    [QemuFact("7.2")]
    public async Task ReplyId_OfRealQemu_HasSameValueButNotSameText()
    {
        (string Id, string Echo)[] ids =
        [
            ("0", "0"),
            ("1", "1"),
            ("-0", "0"),
            ("-7", "-7"),
            ("9223372036854775807", "9223372036854775807"),
            ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744073709552e+19"),
            ("1.0", "1"),
            ("1e3", "1000"),
            ("0.1", "0.10000000000000001"),
            ("1e300", "1.0000000000000001e+300"),
            ("null", "null"),
            ("true", "true"),
            ("false", "false"),
            ("\"\"", "\"\""),
            ("\"a\\u0041\\/\"", "\"aA/\""),
            ("'x'", "\"x\""),
            ("\"\u00C3\u00A9\"", "\"\\u00E9\""),
            ("\"\u00F0\u009F\u0098\u0080\"", "\"\\uD83D\\uDE00\""),
            ("\"\\u00e9\\n\"", "\"\\u00E9\\n\""),
            ("[]", "[]"),
            ("[ 1,[null ] ]", "[1, [null]]"),
            ("{}", "{}"),
            ("""{"a":{"b":[1.0]}}""", """{"a": {"b": [1]}}"""),
            ($"\"{new string('x', 10_000)}\"", $"\"{new string('x', 10_000)}\""),
        ];
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiateAsync(qemu);
        foreach ((string id, string echo) in ids)
        {
            Assert.Equal(
                $$"""{"return": {}, "id": {{echo}}}""",
                await monitor.RequestAsync($$"""{"execute":"query-name","id":{{id}}}""")
            );
            Assert.StartsWith(
                $$"""{"id": {{echo}}, "error": {""",
                await monitor.RequestAsync($$"""{"execute":"query-name","id":{{id}},"x":1}"""),
                StringComparison.Ordinal
            );
        }

        Assert.Equal("""{"return": {}}""", await monitor.RequestAsync("""{"execute":"query-name"}"""));
    }

    [QemuFact("7.2")]
    public async Task Request_SplitOrJoinedAnywhere_IsExecuted()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiateAsync(qemu);
        foreach (
            char c in """{"execute":"query-name","id":"}\"{"}{ "execute" : "query-name", "id" :"""
                + "\r\n\t2}{\"execute\":\"query-name\",\"id\":3}"
        )
        {
            await monitor.SendAsync(c.ToString());
        }

        Assert.Equal("""{"return": {}, "id": "}\"{"}""", await monitor.ReadAsync());
        Assert.Equal("""{"return": {}, "id": 2}""", await monitor.ReadAsync());
        Assert.Equal("""{"return": {}, "id": 3}""", await monitor.ReadAsync());
    }

    /// <summary>Asserts that QEMU reports errors without an id and then executes the next request.</summary>
    /// <remarks>QEMU may report several errors for one text, because it resumes in the middle of it.</remarks>
    private static async Task AssertRecoversAsync(RawMonitor monitor, string bytes)
    {
        await monitor.SendAsync("{\"execute\":\"query-name\",\"id\":\"next\"}\n");
        int errors = 0;
        string line;
        while ((line = await ReadAsync(monitor, bytes)) != """{"return": {}, "id": "next"}""")
        {
            JsonElement message = JsonElement.Parse(line);
            Assert.True(message.TryGetProperty("error", out _), $"The reply to {bytes} was {line}");
            Assert.False(message.TryGetProperty("id", out _), $"The reply to {bytes} was {line}");
            errors++;
        }

        Assert.True(errors > 0, $"QEMU did not report an error for {bytes}");
    }

    private static async Task<string> ReadAsync(RawMonitor monitor, string bytes)
    {
        try
        {
            return await monitor.ReadAsync() ?? "(end of the connection)";
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No reply to {bytes}", e);
        }
    }
}
