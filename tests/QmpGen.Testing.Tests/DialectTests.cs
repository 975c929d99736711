namespace QmpGen.Testing.Tests;

/// <summary>The client against servers of every dialect.</summary>
public sealed class DialectTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(2, 5)]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(7, 2)]
    public async Task Where_out_of_band_is_not_offered_it_is_refused_before_anything_is_sent_or_done_in_band_where_that_was_asked_for(
        int major,
        int minor
    )
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new() { Version = new(major, minor, 0, ""), OfferOutOfBand = false }
        );
        using Gate gate = new(server);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint).WaitAsync(s_limit);
        Assert.False(client.OutOfBandEnabled);
        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            client.ExecuteRawOutOfBandAsync("query-yank")
        );
        Assert.Contains(
            "'query-yank' was asked for out-of-band, which is not switched on",
            e.Message,
            StringComparison.Ordinal
        );

        await client.ExecuteRawAsync("query-name").WaitAsync(s_limit);
        Assert.Equal(["qmp_capabilities", "query-name"], server.Calls.Select(call => call.Command));

        await client
            .ExecuteRawOutOfBandAsync("query-yank", null, new QmpCallOptions { InBandFallback = true })
            .WaitAsync(s_limit);
        Assert.Equal(("query-yank", false), (server.Calls[2].Command, server.Calls[2].OutOfBand));
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(3, 0)]
    [InlineData(7, 2)]
    public async Task Of_calls_of_every_kind_at_once_each_ends_with_what_is_its_own(int major, int minor)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            Dump.Qemu72,
            new() { Version = new(major, minor, 0, "") }
        );
        using Gate gate = new(server);
        await using QmpClient client = await QmpClient
            .ConnectAsync(server.Endpoint, new() { OutOfBand = QmpOutOfBandMode.Required })
            .WaitAsync(s_limit);
        Random random = new(212);
        (int Kind, Task<string> Outcome)[] calls =
        [
            .. Enumerable.Range(0, 1000).Select(_ => random.Next(7)).Select(kind => (kind, OutcomeAsync(client, kind))),
        ];
        await Task.WhenAll(calls.Select(call => call.Outcome)).WaitAsync(s_limit);
        Assert.All(calls, call => Assert.Equal(Expected(call.Kind), call.Outcome.Result));
        await client.ExecuteRawAsync("query-name").WaitAsync(s_limit);
    }

    private static string Expected(int kind) =>
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

    private static async Task<string> OutcomeAsync(QmpClient client, int kind)
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
            ).GetRawText();
        }
        catch (QmpCommandException e)
        {
            return $"{e.ErrorClass}: {e.Description}";
        }
    }
}
