using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>The comparison of a handler's result with the schema.</summary>
public sealed class ResultCheckTests
{
    [Theory]
    [InlineData(
        "query-status",
        "null",
        "the value is null, but must be an object with 'running', 'singlestep', 'status'"
    )]
    [InlineData("query-status", "{}", "'running' is missing")]
    [InlineData(
        "query-status",
        """{"running": "yes", "singlestep": false, "status": "running"}""",
        "'running' is a string, but must be a boolean"
    )]
    [InlineData(
        "query-block",
        "{}",
        "the value is an object, but must be an array, each item an object with 'device', 'type', 'removable', 'locked'"
    )]
    [InlineData(
        "query-block",
        """[{"device": "d", "type": "t", "removable": true, "locked": 5}]""",
        "'[0].locked' is the number 5, but must be a boolean"
    )]
    [InlineData("human-monitor-command", "{}", "the value is an object, but must be a string")]
    [InlineData(
        "query-migrate-parameters",
        """{"max-bandwidth": 1.5}""",
        "'max-bandwidth' is the number 1.5, but must be an integer"
    )]
    [InlineData("stop", "5", "the value is the number 5, but must be an empty object")]
    public async Task Result_NotMatchingSchema_CausesError(string command, string result, string problem)
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .On(command, _ => QmpValue.Parse(result));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync(command, ArgumentsOf(command))
        );
        Assert.Equal("GenericError", e.ErrorClass);
        Assert.Contains($"On(\"{command}\", ...)", e.Description, StringComparison.Ordinal);
        Assert.Contains($": {problem}. ", e.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_WithoutRequiredResult_CausesError()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).On((QueryStatusCommand _) => { });
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => vm.QueryStatusAsync());
        Assert.Contains("'running' is missing", e.Description, StringComparison.Ordinal);

        server.On((QueryStatusCommand _) => throw new QmpTestErrorException("the error of the test"));
        Assert.Equal(
            "the error of the test",
            (await Assert.ThrowsAsync<QmpCommandException>(() => vm.QueryStatusAsync())).Description
        );
    }

    [Theory]
    [InlineData("query-status", """{"running": true, "singlestep": false, "status": "a-newer-state", "more": 1}""")]
    [InlineData("query-name", "{}")]
    [InlineData("query-block-jobs", """[]""")]
    [InlineData("query-memory-devices", """[{"type": "a-newer-kind", "data": {}}]""")]
    [InlineData("query-migrate-parameters", """{"max-bandwidth": 18446744073709551615}""")]
    [InlineData("qom-get", """[{"any": null}]""")]
    public async Task Result_OfNewerQemu_IsSent(string command, string result)
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .On(command, _ => QmpValue.Parse(result));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        Assert.Equal(QmpValue.Parse(result), new QmpValue(await client.ExecuteRawAsync(command, ArgumentsOf(command))));
    }

    [Fact]
    public async Task InvalidResult_WithoutCheck_ReachesClient()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72, new() { CheckResults = false })
            .On("query-status", _ => null);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        Assert.Contains(
            "running",
            (await Assert.ThrowsAsync<QmpProtocolException>(() => vm.QueryStatusAsync())).Message,
            StringComparison.Ordinal
        );
    }

    private static JsonElement? ArgumentsOf(string command) =>
        command switch
        {
            "human-monitor-command" => JsonElement.Parse("""{"command-line": "info version"}"""),
            "qom-get" => JsonElement.Parse("""{"path": "/", "property": "x"}"""),
            _ => null,
        };
}
