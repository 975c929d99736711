using System.Text.Json;

namespace QmpGen.Testing.Tests;

/// <summary>
/// The client against a server that is like QEMU 2.12: what that finds wrong with a request comes back without the id,
/// past all that wait. No call
/// may be left waiting, and none may get what is another's.
/// </summary>
public sealed class Qemu212Tests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly QmpTestServer _server = QmpTestServer.Start(Dump.Qemu72, new() { Version = new(2, 12, 0, "") });
    private readonly Gate _gate;
    private QmpClient _client = null!;

    public Qemu212Tests() => _gate = new Gate(_server);

    public async Task InitializeAsync() =>
        _client = await QmpClient
            .ConnectAsync(_server.Endpoint, new() { OutOfBand = QmpOutOfBandMode.Required })
            .WaitAsync(s_limit);

    public void Dispose() => _gate.Dispose();

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_command_that_is_alone_in_flight_is_not_found()
    {
        await AssertRefusedAsync(_client.ExecuteRawAsync("no-such"), "no-such", "CommandNotFound");
        await AssertRefusedAsync(_client.ExecuteRawOutOfBandAsync("no-such"), "no-such", "CommandNotFound");
        await _client.ExecuteRawAsync("query-name").WaitAsync(s_limit);
    }

    [Fact]
    public async Task An_unknown_command_behind_a_blocked_one_is_not_found_at_once()
    {
        Task blocked = await BlockAsync();
        Task queued = _client.ExecuteRawAsync("query-name");
        await AssertRefusedAsync(_client.ExecuteRawAsync("no-such"), "no-such", "CommandNotFound");
        await AssertRefusedAsync(_client.ExecuteRawOutOfBandAsync("no-such"), "no-such", "CommandNotFound");
        await AssertReleasesAsync(blocked, queued);
    }

    [Fact]
    public async Task Five_unknown_commands_in_flight_are_each_told_about_themselves()
    {
        Task blocked = await BlockAsync();
        string[] names = ["query", "query-no", "query-no-such", "no-such", "such"];
        Task[] calls = [.. names.Select(name => _client.ExecuteRawAsync(name))];
        foreach ((Task call, string name) in calls.Zip(names))
        {
            await AssertRefusedAsync(call, name, "CommandNotFound");
        }

        await AssertReleasesAsync(blocked);
    }

    [Fact]
    public async Task Five_calls_of_one_unknown_command_are_all_not_found()
    {
        foreach (Task call in Enumerable.Range(0, 5).Select(_ => _client.ExecuteRawAsync("no-such")).ToArray())
        {
            await AssertRefusedAsync(call, "no-such", "CommandNotFound");
        }

        Task blocked = await BlockAsync();
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
            await AssertRefusedAsync(call, "no-such", "CommandNotFound");
        }

        await AssertReleasesAsync(blocked);
    }

    [Fact]
    public async Task An_unknown_command_whose_callers_have_given_up_settles_nobody_else_s_call()
    {
        using CancellationTokenSource cancel = new();
        Task blocked = await BlockAsync();
        Task[] calls =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => _client.ExecuteRawAsync("no-such", cancellationToken: i < 3 ? cancel.Token : default)),
        ];
        await cancel.CancelAsync();
        foreach (Task call in calls.Skip(3))
        {
            await AssertRefusedAsync(call, "no-such", "CommandNotFound");
        }

        foreach (Task call in calls.Take(3))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(s_limit));
        }

        await AssertReleasesAsync(blocked);
    }

    [Fact]
    public async Task Out_of_band_that_a_command_does_not_allow_is_refused_while_the_same_command_is_in_flight_in_band()
    {
        Task blocked = await BlockAsync();
        Task queued = _client.ExecuteRawAsync("query-name");
        Task[] refused =
        [
            .. Enumerable
                .Range(0, 3)
                .SelectMany(_ =>
                    (Task[])[_client.ExecuteRawOutOfBandAsync("stop"), _client.ExecuteRawOutOfBandAsync("query-name")]
                ),
        ];
        for (int i = 0; i < refused.Length; i++)
        {
            await AssertRefusedAsync(refused[i], i % 2 == 0 ? "stop" : "query-name", "GenericError");
        }

        await AssertReleasesAsync(blocked, queued);
    }

    [Fact]
    public async Task Out_of_band_overtakes_and_nothing_is_dropped_however_many_calls_wait()
    {
        using QmpSubscription<QmpEvent> events = _client.Events.ReadAllAsync();
        Task blocked = await BlockAsync();
        Task[] queued = [.. Enumerable.Range(0, 100).Select(_ => _client.ExecuteRawAsync("query-name"))];
        Assert.Equal(0, (await _client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit)).GetArrayLength());
        await AssertReleasesAsync([blocked, .. queued]);

        await _server.SendEventAsync("RESUME");
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(s_limit));
        Assert.Equal("RESUME", Assert.IsType<QmpUnknownEvent>(enumerator.Current).WireName);
    }

    [Fact]
    public async Task A_dropped_command_fails_alone_and_gives_its_place_back()
    {
        Task blocked = await BlockAsync();
        Task[] queued = [.. Enumerable.Range(0, 7).Select(_ => _client.ExecuteRawAsync("query-name"))];
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(_ => _client.ExecuteRawAsync("query-name"))];

        // The window keeps a server from dropping anything, so here it lies about two: the first call after the
        // negotiation has the id 2.
        await _client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        foreach (int id in (int[])[5, 7])
        {
            await _server.SendEventAsync(
                "COMMAND_DROPPED",
                QmpValue.Parse($$"""{"reason": "queue-full", "id": {{id}}}""")
            );
        }

        await AssertRefusedAsync(queued[2], "query-name", "CommandDropped");
        await AssertRefusedAsync(queued[4], "query-name", "CommandDropped");

        // Two more are sent, of which the server's queue has room for one. The others it drops in earnest, one in the
        // place of the other.
        foreach (Task call in waiting.Skip(1))
        {
            await AssertRefusedAsync(call, "query-name", "CommandDropped");
        }

        await AssertReleasesAsync([blocked, waiting[0], .. queued.Where(call => !call.IsFaulted)]);
    }

    private static async Task AssertRefusedAsync(Task call, string command, string errorClass)
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call.WaitAsync(s_limit));
        Assert.Equal((command, errorClass), (e.Command, e.ErrorClass));
        Assert.True(
            errorClass == "CommandDropped"
                || e.Description.StartsWith($"The command {command} ", StringComparison.Ordinal),
            e.Description
        );
    }

    private async Task<Task> BlockAsync()
    {
        Task blocked = _client.ExecuteRawAsync("stop");
        await _gate.Entered;
        return blocked;
    }

    private async Task AssertReleasesAsync(params Task[] calls)
    {
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        _gate.Open();
        await Task.WhenAll(calls).WaitAsync(s_limit);
        await _client.ExecuteRawAsync("query-name").WaitAsync(s_limit);
    }
}
