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
            await AssertRefusedAsync(client, request, description);
    }

    // The words differ from release to release.
    [QemuFact("7.2")]
    public async Task Qemu_7_2_refuses_them_in_the_same_words()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using WireClient client = await WireClient.ConnectAsync(qemu.Endpoint);

        await client.ReadAsync();
        Assert.Equal("""{"return": {}}""", await client.AskAsync("""{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"""));
        foreach ((string request, string description) in BadRequests.All)
            await AssertRefusedAsync(client, request, description);
    }

    [Theory]
    [InlineData("blockdev-add", """{"driver":"qcow2","file":5}""", "Invalid parameter type for 'file', expected: object or string")]
    [InlineData("blockdev-add", """{"driver":"quorum","children":[5],"vote-threshold":1}""", "Invalid parameter type for 'null', expected: object or string")]
    [InlineData("migrate-set-parameters", """{"tls-creds":5}""", "Invalid parameter type for 'tls-creds', expected: string or null")]
    public async Task An_alternate_that_the_dump_masks_is_told_by_its_branches(string command, string arguments, string description)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        await using WireClient client = await WireClient.ConnectAsync(server);
        await AssertRefusedAsync(client, $$"""{"execute":"{{command}}","arguments":{{arguments}}}""", description);
    }

    [Theory]
    [InlineData("blockdev-add", """{"driver":"qcow2","file":{"driver":"file","filename":"x"},"backing":null,"overlap-check":{"template":"all"}}""")]
    [InlineData("blockdev-add", """{"driver":"qcow2","file":"node","overlap-check":"all"}""")]
    [InlineData("block_resize", """{"size":9223372036854775808}""")]
    [InlineData("qom-set", """{"path":"/machine","property":"x","value":{"any":[1,null]}}""")]
    [InlineData("device_add", """{"driver":"e1000","bus":5,"whatever":{"a":1}}""")]
    [InlineData("send-key", """{"keys":[{"type":"qcode","data":"a"},{"type":"number","data":30}]}""")]
    public async Task A_good_request_reaches_its_handler(string command, string arguments)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        server.On(command, call => call.Arguments);
        await using WireClient client = await WireClient.ConnectAsync(server);
        QmpValue answer = QmpValue.Parse((await client.AskAsync($$"""{"execute":"{{command}}","arguments":{{arguments}}}"""))!);
        Assert.Equal(QmpValue.Parse($$"""{"return":{{arguments}}}"""), answer);
    }

    private static async Task AssertRefusedAsync(WireClient client, string request, string description)
    {
        await client.SendAsync(request);
        JsonElement error = JsonElement.Parse((await client.ReadAsync())!).GetProperty("error");
        Assert.Equal((request, "GenericError", description), (request, error.GetProperty("class").GetString(), error.GetProperty("desc").GetString()));
    }
}
