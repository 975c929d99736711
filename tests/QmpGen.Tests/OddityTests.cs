using System.Text.Json;
using Microsoft.Extensions.Logging;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>What no QEMU sends, and what a user's logger may do: each was a bug once.</summary>
public sealed class OddityTests
{
    [Theory]
    [InlineData("""{"event": "STOP", "timestamp": 5}""")]
    [InlineData("""{"timestamp": 5, "event": "STOP"}""")]
    [InlineData("""{"timestamp": {"seconds": {}, "microseconds": []}, "event": "STOP"}""")]
    [InlineData("""{"\ud800": 1, "event": "STOP"}""")]
    [InlineData("""{"event": null, "event": "STOP", "data": {}}""")]
    public async Task A_stray_member_does_not_hide_the_others(string message)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
            await peer.SendAsync(message);
            await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
            Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal(
                ("STOP", null),
                (Assert.IsType<QmpUnknownEvent>(enumerator.Current).WireName, enumerator.Current.Timestamp)
            );
        }
    }

    [Theory]
    [InlineData("""{"id": 2, "error": {"class": "A", "desc": "b"}, "data": {}}""")]
    [InlineData("""{"id": 2, "data": 1, "error": {"class": "A", "more": [{}], "desc": "b"}}""")]
    public async Task Data_beside_an_error_do_not_replace_it(string answer)
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            await peer.ExpectAsync("query");
            await peer.SendAsync(answer);
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call.WaitAsync(Patience));
            Assert.Equal(("A", "b"), (e.ErrorClass, e.Description));
        }
    }

    [Fact]
    public async Task A_logger_that_fails_leaves_no_call_and_no_disposal_waiting()
    {
        var (peer, client) = await ConnectAsync(
            options: new() { Logger = new BadLogger(() => throw new ObjectDisposedException("sink")) }
        );
        await using (peer)
        {
            Task<JsonElement> answered = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            await peer.SendAsync("""{"return": {}, "id": 99}""");
            await peer.AnswerAsync(request);
            await answered.WaitAsync(Patience);

            Task<JsonElement> lost = client.ExecuteRawAsync("query");
            await peer.ExpectAsync("query");
            peer.Close();
            await Assert.ThrowsAsync<QmpConnectionException>(() => lost.WaitAsync(Patience));
            await client.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_logger_that_does_not_return_stops_no_answer()
    {
        using ManualResetEventSlim release = new();
        var (peer, client) = await ConnectAsync(options: new() { Logger = new BadLogger(release.Wait) });
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            for (int i = 0; i < 2000; i++)
            {
                await peer.SendAsync("""{"return": {}, "id": 99}""");
            }

            await peer.AnswerAsync(request);
            await call.WaitAsync(Patience);
            release.Set();
        }
    }

    private sealed class BadLogger(Action log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log();
    }
}
