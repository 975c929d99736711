namespace QmpGen.Testing.Tests;

/// <summary>The client connected to a server that acts as QEMU 2.12.</summary>
/// <remarks>Errors that QEMU 2.12 finds before execution have no id and skip the queue. They must reach the right
/// call.</remarks>
public sealed class ClientOnQemu212Tests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly QmpTestServer _server = QmpTestServer.Start(
        SchemaDumps.Qemu72,
        new() { Version = new(2, 12, 0, "") }
    );
    private readonly StopHold _stop;
    private QmpClient _client = null!;

    public ClientOnQemu212Tests() => _stop = new StopHold(_server);

    public async Task InitializeAsync() =>
        _client = await QmpClient
            .ConnectAsync(_server.Endpoint, new() { OutOfBand = QmpOutOfBandMode.Required })
            .WaitAsync(s_timeout);

    public void Dispose() => _stop.Dispose();

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task UnknownCommand_WithoutOtherCalls_Fails()
    {
        await AssertFailsAsync(_client.ExecuteRawAsync("no-such"), "no-such", "CommandNotFound");
        await AssertFailsAsync(_client.ExecuteRawOutOfBandAsync("no-such"), "no-such", "CommandNotFound");
        await _client.ExecuteRawAsync("query-name").WaitAsync(s_timeout);
    }

    [Fact]
    public async Task UnknownCommand_BehindHeldCommand_FailsAtOnce()
    {
        Task held = await HoldStopAsync();
        Task queued = _client.ExecuteRawAsync("query-name");
        await AssertFailsAsync(_client.ExecuteRawAsync("no-such"), "no-such", "CommandNotFound");
        await AssertFailsAsync(_client.ExecuteRawOutOfBandAsync("no-such"), "no-such", "CommandNotFound");
        await ReleaseAsync(held, queued);
    }

    [Fact]
    public async Task DifferentUnknownCommands_AllAtOnce_FailWithTheirOwnNames()
    {
        Task held = await HoldStopAsync();
        string[] names = ["query", "query-no", "query-no-such", "no-such", "such"];
        Task[] calls = [.. names.Select(name => _client.ExecuteRawAsync(name))];
        foreach ((Task call, string name) in calls.Zip(names))
        {
            await AssertFailsAsync(call, name, "CommandNotFound");
        }

        await ReleaseAsync(held);
    }

    [Fact]
    public async Task SameUnknownCommand_SeveralTimes_FailsEachCall()
    {
        foreach (Task call in Enumerable.Range(0, 5).Select(_ => _client.ExecuteRawAsync("no-such")).ToArray())
        {
            await AssertFailsAsync(call, "no-such", "CommandNotFound");
        }

        Task held = await HoldStopAsync();
        Task[] mixed =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i =>
                    i % 2 == 0 ? _client.ExecuteRawAsync("no-such") : _client.ExecuteRawOutOfBandAsync("no-such")
                ),
        ];
        foreach (Task call in mixed)
        {
            await AssertFailsAsync(call, "no-such", "CommandNotFound");
        }

        await ReleaseAsync(held);
    }

    [Fact]
    public async Task UnknownCommand_WithCanceledCalls_FailsOnlyItsOwnCalls()
    {
        using CancellationTokenSource cancel = new();
        Task held = await HoldStopAsync();
        Task[] calls =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => _client.ExecuteRawAsync("no-such", cancellationToken: i < 3 ? cancel.Token : default)),
        ];
        await cancel.CancelAsync();
        foreach (Task call in calls.Skip(3))
        {
            await AssertFailsAsync(call, "no-such", "CommandNotFound");
        }

        foreach (Task call in calls.Take(3))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(s_timeout));
        }

        await ReleaseAsync(held);
    }

    [Fact]
    public async Task DisallowedOutOfBandCall_WithSameCommandInBand_FailsAlone()
    {
        Task held = await HoldStopAsync();
        Task queued = _client.ExecuteRawAsync("query-name");
        Task[] disallowed =
        [
            .. Enumerable
                .Range(0, 3)
                .SelectMany(_ =>
                    (Task[])[_client.ExecuteRawOutOfBandAsync("stop"), _client.ExecuteRawOutOfBandAsync("query-name")]
                ),
        ];
        for (int i = 0; i < disallowed.Length; i++)
        {
            await AssertFailsAsync(disallowed[i], i % 2 == 0 ? "stop" : "query-name", "GenericError");
        }

        await ReleaseAsync(held, queued);
    }

    [Fact]
    public async Task OutOfBandCall_WithManyQueuedCalls_OvertakesThem()
    {
        using QmpSubscription<QmpEvent> events = _client.Events.ReadAllAsync();
        Task held = await HoldStopAsync();
        Task[] queued = [.. Enumerable.Range(0, 100).Select(_ => _client.ExecuteRawAsync("query-name"))];
        Assert.Equal(0, (await _client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_timeout)).Count);
        await ReleaseAsync([held, .. queued]);

        await _server.SendEventAsync("RESUME");
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(s_timeout));
        Assert.Equal("RESUME", Assert.IsType<QmpUnknownEvent>(enumerator.Current).WireName);
    }

    // QEMU reports drops to every client, and the ids of two clients are often the same.
    [Fact]
    public async Task DroppedCommands_OfAnotherClient_DoNotAffectCalls()
    {
        Task held = await HoldStopAsync();
        Task[] calls = [.. Enumerable.Range(0, 40).Select(_ => _client.ExecuteRawAsync("query-name"))];
        using QmpSubscription<QmpEvent> events = _client.Events.ReadAllAsync();

        await using WireClient other = await WireClient.ConnectAsync(_server, "\"oob\"");
        await other.SendAsync("""{"execute":"stop","id":0}""");
        await other.SendAsync(
            string.Concat(Enumerable.Range(1, 40).Select(id => $$"""{"execute":"query-name","id":{{id}}}"""))
        );
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        for (int i = 0; i < 30; i++)
        {
            Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(s_timeout));
        }

        await ReleaseAsync([held, .. calls]);
    }

    private static async Task AssertFailsAsync(Task call, string command, string errorClass)
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call.WaitAsync(s_timeout));
        Assert.Equal((command, errorClass), (e.Command, e.ErrorClass));
        Assert.StartsWith($"The command {command} ", e.Description, StringComparison.Ordinal);
    }

    private async Task<Task> HoldStopAsync()
    {
        Task held = _client.ExecuteRawAsync("stop");
        await _stop.WaitForCallAsync();
        return held;
    }

    private async Task ReleaseAsync(params Task[] calls)
    {
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        _stop.Release();
        await Task.WhenAll(calls).WaitAsync(s_timeout);
        await _client.ExecuteRawAsync("query-name").WaitAsync(s_timeout);
    }
}
