namespace QmpGen.Testing.Tests;

/// <summary>The order of in-band and out-of-band commands, and the queue of in-band commands.</summary>
public sealed class OutOfBandSessionTests
{
    private const string YankRequest = """{"exec-oob":"query-yank","id":"oob"}""";
    private const string YankResponse = """{"return": [], "id": "oob"}""";

    [Fact]
    public async Task OutOfBandCommand_WhileInBandIsHeld_OvertakesIt()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":1}{"execute":"query-name","id":2}""" + YankRequest);
        Assert.Equal(YankResponse, await client.ReadLineAsync());
        stop.Release();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadLineAsync());
        Assert.Equal("""{"return": {}, "id": 2}""", await client.ReadLineAsync());
        Assert.Equal([false, false, false, true], server.Calls.Select(call => call.OutOfBand));
    }

    [Fact]
    public async Task InvalidInBandRequest_BehindHeldCommand_WaitsForIt()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync(
            """{"execute":"stop","id":1}{"execute":"no","id":2}{"execute":"query-name","x":1,"id":3}{]""" + YankRequest
        );
        Assert.Equal(YankResponse, await client.ReadLineAsync());
        stop.Release();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadLineAsync());
        Assert.Equal(
            """{"id": 2, "error": {"class": "CommandNotFound", "desc": "The command no has not been found"}}""",
            await client.ReadLineAsync()
        );
        Assert.Equal(
            """{"id": 3, "error": {"class": "GenericError", "desc": "QMP input member 'x' is unexpected"}}""",
            await client.ReadLineAsync()
        );
        Assert.Equal(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, expecting value"}}""",
            await client.ReadLineAsync()
        );
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task OutOfBandCommand_WithFullQueue_IsNotRead(int queued, bool overtakes)
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await stop.WaitForCallAsync();
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, queued).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
                + YankRequest
        );
        Task<string?> first = client.ReadLineAsync();
        if (overtakes)
        {
            Assert.Equal(YankResponse, await first);
            first = client.ReadLineAsync();
        }
        else
        {
            await ConditionPoller.WaitUntilAsync(() => server.Calls.Count >= queued + 2);
            await Task.Delay(200);
            Assert.False(first.IsCompleted);
            Assert.Equal(queued + 2, server.Calls.Count);
        }

        stop.Release();
        Assert.Equal("""{"return": {}, "id": 0}""", await first);
    }

    [Fact]
    public async Task OutOfBandCommand_WithoutCapability_IsRejectedInTurn()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server);
        await client.SendAsync("""{"execute":"stop","id":1}""" + YankRequest);
        stop.Release();
        Assert.Equal("""{"return": {}, "id": 1}""", await client.ReadLineAsync());
        Assert.Equal(
            """{"id": "oob", "error": {"class": "GenericError", "desc": "QMP input member 'exec-oob' is unexpected"}}""",
            await client.ReadLineAsync()
        );
    }

    [Fact]
    public async Task Command_WithFullQueueInQemu30_IsDropped()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { Version = new(3, 0, 0, "") }
        );
        using StopHold stop = new(server);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await stop.WaitForCallAsync();
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 9).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
                + YankRequest
        );
        Assert.EndsWith(
            """, "event": "COMMAND_DROPPED", "data": {"reason": "queue-full", "id": 9}}""",
            await client.ReadLineAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(YankResponse, await client.ReadLineAsync());
        stop.Release();
        for (int id = 0; id <= 8; id++)
        {
            Assert.Equal($$"""{"return": {}, "id": {{id}}}""", await client.ReadLineAsync());
        }
    }

    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(5, 2, false)]
    [InlineData(6, 0, true)]
    public async Task FullQueue_InQemu40To52_FreesPlaceLate(int major, int minor, bool freesPlaceAtOnce)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new QmpTestServerOptions { Version = new(major, minor, 0, "") }
        );
        using StopHold stop = new(server);
        using QmpTestHold name = server.Hold("query-name");
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        await client.SendAsync("""{"execute":"stop","id":0}""");
        await stop.WaitForCallAsync();

        // Eight commands fill the queue behind the held one. When that is released, the first of them is held.
        await client.SendAsync(
            string.Concat(Enumerable.Range(1, 8).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
                + YankRequest
        );
        await ConditionPoller.WaitUntilAsync(() => server.Calls.Count(call => call.Command == "query-name") == 8);

        // The eighth command has been read. Wait until it is queued.
        await Task.Delay(100);
        Assert.Equal(0, server.Calls.Count(call => call.OutOfBand));
        stop.Release();
        Assert.Equal("""{"return": {}, "id": 0}""", await client.ReadLineAsync());
        await name.WaitForCallAsync();
        Task<string?> next = client.ReadLineAsync();
        if (freesPlaceAtOnce)
        {
            Assert.Equal(YankResponse, await next);
            next = client.ReadLineAsync();
        }
        else
        {
            await Task.Delay(200);
            Assert.False(next.IsCompleted);
        }

        name.Release();
        List<string?> responses = [await next];
        for (int i = 1; i < (freesPlaceAtOnce ? 8 : 9); i++)
        {
            responses.Add(await client.ReadLineAsync());
        }

        Assert.Equal(!freesPlaceAtOnce, responses.Contains(YankResponse));
    }
}
