using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>A handler's answer is one that the schema promises, unless a test wants another.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData(
        "query-status",
        "null",
        "the value is null instead of an object with 'running', 'singlestep', 'status'"
    )]
    [InlineData("query-status", "{}", "'running' is missing")]
    [InlineData(
        "query-status",
        """{"running": "yes", "singlestep": false, "status": "running"}""",
        "'running' is a string instead of a boolean"
    )]
    [InlineData(
        "query-block",
        "{}",
        "the value is an object instead of an array, whose items are each an object with 'device', 'type', 'removable', 'locked'"
    )]
    [InlineData(
        "query-block",
        """[{"device": "d", "type": "t", "removable": true, "locked": 5}]""",
        "'[0].locked' is the number 5 instead of a boolean"
    )]
    [InlineData("human-monitor-command", "{}", "the value is an object instead of a string")]
    [InlineData(
        "query-migrate-parameters",
        """{"max-bandwidth": 1.5}""",
        "'max-bandwidth' is the number 1.5 instead of an integer"
    )]
    [InlineData("stop", "5", "the value is the number 5 instead of an empty object")]
    public async Task What_the_schema_does_not_allow_is_refused(string command, string answer, string fault)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On(command, _ => QmpValue.Parse(answer));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync(command, ArgumentsOf(command))
        );
        Assert.Equal("GenericError", e.ErrorClass);
        Assert.StartsWith(
            $"The answer that On(\"{command}\", ...) gave is none that the schema allows, which promises ",
            e.Description,
            StringComparison.Ordinal
        );
        Assert.Contains($": {fault}. Answer with", e.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_without_an_answer_is_refused_where_the_schema_promises_one()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On((QueryStatusCommand _) => { });
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => vm.QueryStatusAsync());
        Assert.Contains(
            "promises an object with 'running', 'singlestep', 'status'",
            e.Description,
            StringComparison.Ordinal
        );

        server.On((QueryStatusCommand _) => throw new QmpTestErrorException("the error that was meant"));
        Assert.Equal(
            "the error that was meant",
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
    public async Task What_a_newer_QEMU_may_say_passes(string command, string answer)
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72).On(command, _ => QmpValue.Parse(answer));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        Assert.Equal(QmpValue.Parse(answer), new QmpValue(await client.ExecuteRawAsync(command, ArgumentsOf(command))));
    }

    [Fact]
    public async Task A_deliberately_wrong_answer_is_possible_and_the_client_tells_what_it_lacks()
    {
        await using QmpTestServer server = QmpTestServer
            .Start(Dump.Qemu72, new() { CheckAnswers = false })
            .On("query-status", _ => null);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        Assert.Contains(
            "running",
            (await Assert.ThrowsAsync<QmpProtocolException>(() => vm.QueryStatusAsync())).Message,
            StringComparison.Ordinal
        );
    }

    private static System.Text.Json.JsonElement? ArgumentsOf(string command) =>
        command switch
        {
            "human-monitor-command" => System.Text.Json.JsonElement.Parse("""{"command-line": "info version"}"""),
            "qom-get" => System.Text.Json.JsonElement.Parse("""{"path": "/", "property": "x"}"""),
            _ => null,
        };
}
