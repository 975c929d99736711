using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>What QEMU's own test of the protocol demands of the server, by raw bytes: the facts that the client is
/// built on.</summary>
public sealed class QemuProtocolTests
{
    private const string First =
        """{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}""";

    /// <summary>Bytes that are no request. Behind each QEMU answers one error without an id, then the next request as
    /// if nothing had been.</summary>
    private static readonly string[] s_malformed =
    [
        // Braces and brackets that do not match, or close what is not open. What is open waits for more, until a byte
        // comes that no JSON has.
        "{]\n",
        "[}\n",
        "}\n",
        "]\n",
        "{\"execute\": [}\u00FF\n",
        "{\"execute\": \"query-name\"\u00FF\n",
        // Bytes that no JSON has outside strings, and those that none has within.
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
        // QEMU's parser interpolates, for its own use; a client may not.
        "%p\n",
        "{\"execute\": %s}\n",
        // Values that are no object.
        "[]\n",
        "[{\"execute\": \"query-name\"}]\n",
        "\"query-name\"\n",
        "1\n",
        "-2.5\n",
        "true\n",
        "null\n",
        "query\n",
        // Objects that are no request.
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
        // Characters that are none, and too many levels.
        """{"id": "\ud800"}""",
        """{"id": "\udc00\ud800"}""",
        """{"id": "\uffff"}""",
        """{"id": "\ufdd0"}""",
        """{"id": "\u12"}""",
        """{"id": "\x"}""",
        new string('[', 1025) + "\n",
    ];

    [QemuFact("7.2")]
    public async Task Bytes_that_are_no_request_are_answered_by_errors_without_an_id_and_the_next_request_by_its_answer()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiatedAsync(qemu);
        foreach (string bytes in s_malformed)
        {
            await monitor.SendAsync(bytes);
            await AssertRecoversAsync(monitor, bytes);
        }
    }

    [QemuFact("7.2")]
    public async Task Before_negotiation_they_are_too()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.GreetedAsync(qemu);
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
            await monitor.AskAsync("""{"execute":"qmp_capabilities","id":1}""")
        );
    }

    [QemuFact("7.2")]
    public async Task Negotiation_comes_first_and_once_and_fails_as_a_whole()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.GreetedAsync(qemu);
        Assert.Equal(First, await monitor.AskAsync("""{"execute":"query-name"}"""));
        Assert.Equal(First, await monitor.AskAsync("""{"execute":"no-such-command"}"""));
        Assert.Contains(
            "'exec-oob' is unexpected",
            await monitor.AskAsync("""{"exec-oob":"query-yank"}"""),
            StringComparison.Ordinal
        );
        foreach (
            string arguments in (string[])
                ["""{"enable":"oob"}""", """{"enable":[5]}""", """{"enable":["oob","no-such"]}""", """{"disable":[]}"""]
        )
        {
            Assert.Contains(
                "GenericError",
                await monitor.AskAsync($$"""{"execute":"qmp_capabilities","arguments":{{arguments}}}"""),
                StringComparison.Ordinal
            );
            Assert.Equal(First, await monitor.AskAsync("""{"execute":"query-name"}"""));
        }

        Assert.Equal(
            """{"return": {}}""",
            await monitor.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":[]}}""")
        );
        Assert.Contains(
            "CommandNotFound",
            await monitor.AskAsync("""{"execute":"qmp_capabilities"}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'exec-oob' is unexpected",
            await monitor.AskAsync("""{"exec-oob":"query-yank"}"""),
            StringComparison.Ordinal
        );
    }

    [QemuFact("7.2")]
    public async Task Each_connection_negotiates_for_itself()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using (RawMonitor first = await RawMonitor.NegotiatedAsync(qemu, "\"oob\""))
        {
            Assert.StartsWith(
                """{"return": [""",
                await first.AskAsync("""{"exec-oob":"query-yank"}"""),
                StringComparison.Ordinal
            );
        }

        await using RawMonitor second = await RawMonitor.GreetedAsync(qemu);
        Assert.Equal(First, await second.AskAsync("""{"execute":"query-name"}"""));
    }

    /// <summary>An id is read and written again, so that only a client that sends integers or ASCII finds the bytes
    /// that it sent.</summary>
    [QemuFact("7.2")]
    public async Task An_id_comes_back_as_the_same_value_and_not_as_the_same_text()
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
        await using RawMonitor monitor = await RawMonitor.NegotiatedAsync(qemu);
        foreach ((string id, string echo) in ids)
        {
            Assert.Equal(
                $$"""{"return": {}, "id": {{echo}}}""",
                await monitor.AskAsync($$"""{"execute":"query-name","id":{{id}}}""")
            );
            Assert.StartsWith(
                $$"""{"id": {{echo}}, "error": {""",
                await monitor.AskAsync($$"""{"execute":"query-name","id":{{id}},"x":1}"""),
                StringComparison.Ordinal
            );
        }

        Assert.Equal("""{"return": {}}""", await monitor.AskAsync("""{"execute":"query-name"}"""));
    }

    [QemuFact("7.2")]
    public async Task Requests_need_no_newline_and_may_be_split_and_joined_anywhere()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using RawMonitor monitor = await RawMonitor.NegotiatedAsync(qemu);
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

    /// <summary>A broken text may be answered by several errors, since QEMU goes on where it understands something
    /// again.</summary>
    private static async Task AssertRecoversAsync(RawMonitor monitor, string bytes)
    {
        await monitor.SendAsync("{\"execute\":\"query-name\",\"id\":\"next\"}\n");
        int errors = 0;
        string line;
        while ((line = await ReadAsync(monitor, bytes)) != """{"return": {}, "id": "next"}""")
        {
            JsonElement message = JsonElement.Parse(line);
            Assert.True(message.TryGetProperty("error", out _), $"{bytes} was answered by {line}");
            Assert.False(message.TryGetProperty("id", out _), $"{bytes} was answered by {line}");
            errors++;
        }

        Assert.True(errors > 0, $"{bytes} was answered by no error");
    }

    private static async Task<string> ReadAsync(RawMonitor monitor, string bytes)
    {
        try
        {
            return await monitor.ReadAsync() ?? "the end of the connection";
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"QEMU said nothing after {bytes}", e);
        }
    }
}
