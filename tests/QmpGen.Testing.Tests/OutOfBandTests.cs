namespace QmpGen.Testing.Tests;

public sealed class OutOfBandTests
{
    private const string Yank = """{"exec-oob":"query-yank","id":"oob"}""";
    private const string Overtook = """{"return": [], "id": "oob"}""";

    [Fact]
    public async Task In_band_commands_are_answered_in_order_and_out_of_band_ones_overtake_them()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":1}{"execute":"query-name","id":2}""" + Yank);
        Assert.Equal("""{"return": [], "id": "oob"}""", await client.ReadAsync());
        gate.Open();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadAsync());
        Assert.Equal("""{"return": {}, "id": 2}""", await client.ReadAsync());
        Assert.Equal([false, false, false, true], server.Calls.Select(call => call.OutOfBand));
    }

    [Fact]
    public async Task Faults_of_in_band_requests_wait_their_turn()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync(
            """{"execute":"stop","id":1}{"execute":"no","id":2}{"execute":"query-name","x":1,"id":3}{]""" + Yank
        );
        Assert.Equal("""{"return": [], "id": "oob"}""", await client.ReadAsync());
        gate.Open();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadAsync());
        Assert.Equal(
            """{"id": 2, "error": {"class": "CommandNotFound", "desc": "The command no has not been found"}}""",
            await client.ReadAsync()
        );
        Assert.Equal(
            """{"id": 3, "error": {"class": "GenericError", "desc": "QMP input member 'x' is unexpected"}}""",
            await client.ReadAsync()
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, expecting value"}}""",
            await client.ReadAsync()
        );
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task With_nine_in_band_requests_unanswered_the_server_no_longer_reads(int queued, bool overtakes)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await gate.Entered;
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, queued).Select(id => $$"""{"execute":"query-name","id":{{id}}}""")) + Yank
        );
        Task<string?> first = client.ReadAsync();
        if (overtakes)
        {
            Assert.Equal("""{"return": [], "id": "oob"}""", await first);
            first = client.ReadAsync();
        }
        else
        {
            await Poll.UntilAsync(() => server.Calls.Count >= queued + 2);
            await Task.Delay(200);
            Assert.False(first.IsCompleted);
            Assert.Equal(queued + 2, server.Calls.Count);
        }

        gate.Open();
        Assert.Equal("""{"return": {}, "id": 0}""", await first);
    }

    [Fact]
    public async Task Without_the_capability_nothing_overtakes()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server);
        await client.SendAsync("""{"execute":"stop","id":1}""" + Yank);
        gate.Open();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadAsync());
        Assert.Equal(
            """{"id": "oob", "error": {"class": "GenericError", "desc": "QMP input member 'exec-oob' is unexpected"}}""",
            await client.ReadAsync()
        );
    }

    [Fact]
    public async Task In_3_0_a_command_that_finds_the_queue_full_is_dropped()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { Version = new(3, 0, 0, "") }
        );
        using Gate gate = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await gate.Entered;
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 9).Select(id => $$"""{"execute":"query-name","id":{{id}}}""")) + Yank
        );
        Assert.EndsWith(
            """, "event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": 9}}""",
            await client.ReadAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal("""{"return": [], "id": "oob"}""", await client.ReadAsync());
        gate.Open();
        for (int id = 0; id <= 8; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await client.ReadAsync());
        }
    }

    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(5, 2, false)]
    [InlineData(6, 0, true)]
    public async Task From_4_0_on_a_full_queue_is_left_unread_and_up_to_5_2_until_its_first_has_been_executed(
        int major,
        int minor,
        bool goesOnAtOnce
    )
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new QmpTestServerOptions { Version = new(major, minor, 0, "") }
        );
        using Gate gate = new(server);
        using QmpTestHold name = server.Hold("query-name");
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await gate.Entered;

        // Eight fill the queue behind what is executed. When that is done, the first of them is taken out, and held.
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 8).Select(id => $$"""{"execute":"query-name","id":{{id}}}""")) + Yank
        );
        await Poll.UntilAsync(() => server.Calls.Count(call => call.Command == "query-name") == 8);

        // The eighth has been read; now it takes its place.
        await Task.Delay(100);
        Assert.Equal(0, server.Calls.Count(call => call.OutOfBand));
        gate.Open();
        Assert.Equal("""{"return": {}, "id": 0}""", await client.ReadAsync());
        await name.ReceivedAsync();
        Task<string?> next = client.ReadAsync();
        if (goesOnAtOnce)
        {
            Assert.Equal(Overtook, await next);
            next = client.ReadAsync();
        }
        else
        {
            await Task.Delay(200);
            Assert.False(next.IsCompleted);
        }

        name.Release();
        List<string?> answers = [await next];
        for (int i = 1; i < (goesOnAtOnce ? 8 : 9); i++)
        {
            answers.Add(await client.ReadAsync());
        }

        Assert.Equal(!goesOnAtOnce, answers.Contains(Overtook));
    }
}
