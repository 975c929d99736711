using System.Buffers;
using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A guest may send anything: the connection may end, this process may not.</summary>
public sealed class HostileGuestTests
{
    public static TheoryData<string> Floods =>
        [
            "garbage without an end ",
            "\u00FF{\"return\": [",
            "\u00FF{\"return\": 1}",
            "\u00FF{}}",
            "\u00FF{x}",
            "\u00FF",
        ];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Noise_without_an_end_ends_with_the_limit(string latin1)
    {
        FloodStream flood = new(latin1);
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            AgentClient
                .ConnectAsync(flood, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
                .WaitAsync(Patience)
        );
        Assert.True(flood.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public void While_noise_is_skipped_next_to_nothing_of_it_is_kept(string latin1)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(
            string.Concat(Enumerable.Repeat(latin1, 1000)) + "\u00FF{\"return\": \"" + new string('x', 100)
        );
        ReadOnlySequence<byte> buffer = new(bytes);
        while (StaleBytes.SkipToSyncResponse(ref buffer) is not null) { }

        Assert.InRange(buffer.Length, 0, 256);
    }

    public static TheoryData<string> Garbage =>
        [
            "no JSON",
            "]}\"\\",
            $"{{\"return\": {new string('[', 2000)}{new string(']', 2000)}}}",
            "{\"return\" 1}",
            "{\"return\": \u00FF1}",
            "{\"QMP\": {}}",
            "{\"error\": 1, \"event\": \"STOP\"}",
        ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task What_stands_between_answers_disturbs_nobody(string latin1)
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            for (int i = 0; i < 3; i++)
            {
                await peer.SendBytesAsync(Encoding.Latin1.GetBytes(latin1));
                Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
                await peer.AnswerMarkedAsync(
                    await peer.ExpectMarkedAsync("guest-file-open"),
                    $$"""{"return": {{i}}}"""
                );
                Assert.Equal(i, (await call.WaitAsync(Patience)).GetInt32());
            }
        }
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("[")]
    public async Task An_answer_without_an_end_ends_the_connection_and_every_call(string start)
    {
        var (peer, client) = await AgentPeer.ConnectAsync(new() { MaxMessageBytes = 65_536 });
        await using (peer)
        await using (client)
        {
            Task<JsonElement>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.ExecuteRawAsync("guest-ping"))];
            await peer.SendBytesAsync(Encoding.Latin1.GetBytes($"{{\"return\": {start}{new string('[', 70_000)}"));
            foreach (Task call in calls)
            {
                await Assert.ThrowsAsync<QmpMessageTooLargeException>(() => call.WaitAsync(Patience));
            }

            await client.Closed.WaitAsync(Patience);
            Assert.Contains("more than 65536 bytes", (await client.Closed)!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_to_calls_that_were_never_made_are_dropped()
    {
        var (peer, client) = await AgentPeer.ConnectAsync();
        await using (peer)
        await using (client)
        {
            await peer.SendLineAsync("""{"return": 1}""");
            await peer.SendMarkedAsync("""{"return": -9223372036854775808}""");
            await peer.SendMarkedAsync("""{"return": 9223372036854775807}""");
            await peer.SendMarkedAsync("""{"return": 1e3, "id": {}}""");
            await peer.SendLineAsync("""{"event": "STOP"}{"id": 1}{"QMP": {}}{"return": 3, "id": 1}""");

            Task<JsonElement> call = client.ExecuteRawAsync("guest-file-open");
            await peer.AnswerMarkedAsync(await peer.ExpectMarkedAsync("guest-file-open"), """{"return": 2}""");
            Assert.Equal(2, (await call.WaitAsync(Patience)).GetInt32());
        }
    }

    /// <summary>Never stops to send the same.</summary>
    private sealed class FloodStream(string latin1) : MemoryStream
    {
        private readonly byte[] _bytes = Encoding.Latin1.GetBytes(latin1);
        private int _position;

        public bool IsDisposed { get; private set; }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer.Span[i] = _bytes[_position++ % _bytes.Length];
            }

            return buffer.Length;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
