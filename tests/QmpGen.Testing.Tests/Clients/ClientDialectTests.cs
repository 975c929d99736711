namespace QmpGen.Testing.Tests;

/// <summary>The client connected to servers of every dialect.</summary>
public sealed class ClientDialectTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(2, 5)]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(7, 2)]
    public async Task OutOfBandCall_WhenNotOffered_ThrowsAndSendsNothing(int major, int minor)
    {
        await using QmpTestServer server = StartWithoutOutOfBand(major, minor);
        using StopHold stop = new(server);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint).WaitAsync(s_timeout);

        Assert.False(client.OutOfBandEnabled);
        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            client.ExecuteRawOutOfBandAsync("query-yank")
        );

        Assert.Contains("'query-yank'", e.Message, StringComparison.Ordinal);
        await client.ExecuteRawAsync("query-name").WaitAsync(s_timeout);
        Assert.Equal(["qmp_capabilities", "query-name"], server.Calls.Select(call => call.Command));
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(7, 2)]
    public async Task OutOfBandCall_NotOfferedWithFallback_IsSentInBand(int major, int minor)
    {
        await using QmpTestServer server = StartWithoutOutOfBand(major, minor);
        using StopHold stop = new(server);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint).WaitAsync(s_timeout);

        await client
            .ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = true })
            .WaitAsync(s_timeout);

        Assert.Equal(("query-yank", false), (server.Calls[1].Command, server.Calls[1].OutOfBand));
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(7, 2)]
    public async Task MixedCalls_AllAtOnce_EachGetItsOwnResponse(int major, int minor)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            SchemaDumps.Qemu72,
            new() { Version = new(major, minor, 0, "") }
        );
        using StopHold stop = new(server);
        await using QmpClient client = await QmpClient
            .ConnectAsync(server.Endpoint, new() { OutOfBand = QmpOutOfBandMode.Required })
            .WaitAsync(s_timeout);
        Random random = new(212);
        (int Kind, Task<string> Outcome)[] calls =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(_ => random.Next(7))
                .Select(kind => (kind, GetOutcomeAsync(client, kind))),
        ];
        await Task.WhenAll(calls.Select(call => call.Outcome)).WaitAsync(s_timeout);
        Assert.All(calls, call => Assert.Equal(GetExpectedOutcome(call.Kind), call.Outcome.Result));
        await client.ExecuteRawAsync("query-name").WaitAsync(s_timeout);
    }

    private static QmpTestServer StartWithoutOutOfBand(int major, int minor) =>
        QmpTestServer.Start(SchemaDumps.Qemu72, new() { Version = new(major, minor, 0, ""), OfferOutOfBand = false });

    private static string GetExpectedOutcome(int kind) =>
        kind switch
        {
            0 => "{}",
            1 => "[]",
            2 => "CommandNotFound: The command no-such has not been found",
            3 => "CommandNotFound: The command no-such-either has not been found",
            4 => "CommandNotFound: The command no-such has not been found",
            5 => "GenericError: The command query-name does not support OOB",
            _ => "GenericError: Parameter 'id' is missing",
        };

    private static async Task<string> GetOutcomeAsync(QmpClient client, int kind)
    {
        try
        {
            return (
                await (
                    kind switch
                    {
                        0 => client.ExecuteRawAsync("query-name"),
                        1 => client.ExecuteRawOutOfBandAsync("query-yank"),
                        2 => client.ExecuteRawAsync("no-such"),
                        3 => client.ExecuteRawAsync("no-such-either"),
                        4 => client.ExecuteRawOutOfBandAsync("no-such"),
                        5 => client.ExecuteRawOutOfBandAsync("query-name"),
                        _ => client.ExecuteRawAsync("device_del"),
                    }
                )
            ).ToString();
        }
        catch (QmpCommandException e)
        {
            return $"{e.ErrorClass}: {e.Description}";
        }
    }
}
