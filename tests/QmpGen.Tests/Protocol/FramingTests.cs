using System.Diagnostics;
using System.Text;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class FramingTests
{
    private const string Pretty =
        "{\n    \"return\": {\n        \"text\": \"a } in \\\"quotes\\\" \\\\\"\n    },\n    \"id\": 2\n}\n";

    public static TheoryData<string> Layouts =>
        new()
        {
            """{"return": {"text": "a } in \"quotes\" \\"}, "id": 2}""" + "\r\n",
            """{"return": {"text": "a } in \"quotes\" \\"}, "id": 2}""" + "\n",
            """{"return": {"text": "a } in \"quotes\" \\"}, "id": 2}""",
            "\r\n\r\n \t" + """{"return": {"text": "a } in \"quotes\" \\"}, "id": 2}""" + "\n\n",
            """{"id": 2, "return": {"text": "a } in \"quotes\" \\"}}""" + "\r\n",
            """{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}{"return": {"text": "a } in \"quotes\" \\"}, "id": 2}{"event": "RESUME"}""",
            Pretty,
        };

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Message_InAnyLayout_IsRead(string bytes)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendBytesAsync(Encoding.UTF8.GetBytes(bytes));
        Assert.Equal("a } in \"quotes\" \\", (await call.WaitAsync(WaitTimeout))["text"].GetString());
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Framer_FedByteByByte_FindsTheSameMessages(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        QmpFramer whole = new(MessageLimit.FromOption(1000));
        ReadOnlyMemory<byte> all = bytes;
        List<byte[]> expected = [];
        while (whole.TryRead(ref all, out ReadOnlyMemory<byte> message))
        {
            expected.Add(message.ToArray());
        }

        QmpFramer split = new(MessageLimit.FromOption(1000));
        List<byte[]> actual = [];
        ReadOnlyMemory<byte> buffer;
        int start = 0;
        for (int end = 1; end <= bytes.Length; end++)
        {
            buffer = bytes.AsMemory(start, end - start);
            while (split.TryRead(ref buffer, out ReadOnlyMemory<byte> message))
            {
                actual.Add(message.ToArray());
            }

            start = end - buffer.Length;
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
        Assert.False(split.InMessage);
    }

    [Fact]
    public void Framer_FedInSmallReads_CostsLinearTime()
    {
        // A quadratic cost would grow by a factor of 256.
        const int ReadCount = 4000;
        TimeSpan few = MeasureSmallReads(ReadCount);
        TimeSpan many = MeasureSmallReads(16 * ReadCount);
        Assert.InRange(many, TimeSpan.Zero, 80 * few);
    }

    [Fact]
    public async Task Session_ReceivedByteByByte_CompletesCallsAndDeliversEvents()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(new FaultyStream(peer.ClientStream) { ChunkSize = 1 });
        await using QmpClient client = await peer.NegotiateAsync(connecting, Greetings.Qemu72);
        using QmpExpectation<QmpUnknownEvent> wait = client.Expect<QmpUnknownEvent>();
        Task<QmpValue> call = client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.SendAsync(
            """{"event": "STOP", "data": {"text": "\u00e9}\""}, "timestamp": {"seconds": 1, "microseconds": 2}}"""
        );
        await peer.ReplyAsync(request, """{"text": "\\\"}"}""");
        Assert.Equal("\\\"}", (await call.WaitAsync(WaitTimeout))["text"].GetString());
        Assert.Equal("é}\"", (await wait.WaitAsync(WaitTimeout)).Data!.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Messages_InOneWrite_ReachCallsAndSubscribers()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        Task<QmpValue>[] calls = [.. Enumerable.Range(0, 100).Select(i => peer.Client.ExecuteRawAsync($"query-{i}"))];
        StringBuilder all = new();
        for (int i = 0; i < calls.Length; i++)
        {
            ReceivedRequest request = await peer.ExpectAsync($"query-{i}");
            all.Append($$$"""{"return": {"number": {{{i}}}}, "id": {{{request.Id}}}}""")
                .Append(i % 3 == 0 ? "\r\n" : "");
            all.Append($$$"""{"event": "X_{{{i}}}", "timestamp": {"seconds": 1, "microseconds": 2}}""")
                .Append(i % 2 == 0 ? "\n\n" : "");
        }

        await peer.SendBytesAsync(Encoding.UTF8.GetBytes(all.ToString()));
        QmpValue[] replies = await Task.WhenAll(calls).WaitAsync(WaitTimeout);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => (long)i),
            replies.Select(reply => reply["number"].GetInt64())
        );
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        for (int i = 0; i < calls.Length; i++)
        {
            Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(WaitTimeout));
            Assert.Equal($"X_{i}", Assert.IsType<QmpUnknownEvent>(enumerator.Current).WireName);
        }
    }

    [Fact]
    public void Framer_With0xFFBeforeMessage_SkipsIt()
    {
        ReadOnlyMemory<byte> buffer = (byte[])[0xFF, .. "{\"return\": 1}\n"u8, 0xFF];
        QmpFramer framer = new(MessageLimit.FromOption(100));
        Assert.True(framer.TryRead(ref buffer, out ReadOnlyMemory<byte> message));
        Assert.Equal("{\"return\": 1}", Encoding.UTF8.GetString(message.Span));
        Assert.False(framer.TryRead(ref buffer, out _));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"return\": \"half")]
    [InlineData("{\"return\": \"half \\")]
    [InlineData("{\"return\": [{\"a\": 1}, ")]
    [InlineData("{\"a\": \u00FF{\"b\": \"")]
    public void Framer_With0xFFInsideMessage_DiscardsThePartialMessage(string half)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(half), 0xFF, .. "{\"return\": 1}\n"u8];
        for (int split = 0; split < bytes.Length - 1; split++)
        {
            QmpFramer framer = new(MessageLimit.FromOption(100));
            ReadOnlyMemory<byte> buffer = bytes.AsMemory(0, split);
            Assert.False(framer.TryRead(ref buffer, out _));
            buffer = bytes.AsMemory(split - buffer.Length);
            Assert.True(framer.TryRead(ref buffer, out ReadOnlyMemory<byte> message));
            Assert.Equal("{\"return\": 1}", Encoding.UTF8.GetString(message.Span));
            Assert.True(framer.IsDelimited);
        }
    }

    [Fact]
    public async Task Message_LargerThanLimit_EndsConnectionAndNamesTheOption()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { MaxMessageBytes = 1000 });
        Task call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync($$"""{"return": "{{new string('x', 2000)}}", "id": 2}""");
        QmpMessageTooLargeException e = await Assert.ThrowsAsync<QmpMessageTooLargeException>(() =>
            call.WaitAsync(WaitTimeout)
        );
        Assert.Equal(1000, e.Limit);
        Assert.Contains("MaxMessageBytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_OfTwoMegabytes_IsRead()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query-qmp-schema");
        ReceivedRequest request = await peer.ExpectAsync("query-qmp-schema");
        string item = $$"""{"name": "{{new string('x', 100)}}"}""";
        await peer.ReplyAsync(request, $"[{string.Join(", ", Enumerable.Repeat(item, 20_000))}]");
        Assert.Equal(20_000, (await call.WaitAsync(WaitTimeout)).Count);
    }

    [Fact]
    public async Task Message_WithInvalidJson_EndsTheConnection()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync("""{"return" 5}""");
        await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
        Assert.IsType<QmpProtocolException>(await peer.Client.Closed);
    }

    /// <summary>Measures the best of several runs over a message whose bytes arrive in reads of 16 bytes.</summary>
    private static TimeSpan MeasureSmallReads(int readCount)
    {
        string items = string.Concat(Enumerable.Repeat(",\"aaaaaaaaaaaaa\"", readCount));
        byte[] message = Encoding.UTF8.GetBytes($$"""{"return":[0   {{items}}""");
        return Enumerable.Range(0, 10).Min(_ => MeasureReads(message));
    }

    private static TimeSpan MeasureReads(byte[] message)
    {
        QmpFramer framer = new(MessageLimit.FromOption(int.MaxValue));
        long start = Stopwatch.GetTimestamp();
        for (int length = 16; length <= message.Length; length += 16)
        {
            ReadOnlyMemory<byte> buffer = message.AsMemory(0, length);
            Assert.False(framer.TryRead(ref buffer, out _));
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
