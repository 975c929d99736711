using System.Text;
using System.Text.Json;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Tests;

/// <summary>Sends requests of the size of QEMU's limits to the reader of the test server.</summary>
public sealed class RequestLimitTests
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxTokens = 2 * 1024 * 1024;

    [Fact]
    public void Token_BeyondTheMaximumSize_IsRejectedBeforeItEnds()
    {
        RequestReader reader = new(RequestSyntax.Strict);
        Append(reader, "{\"execute\": \"");
        Append(reader, 'x', MaxBytes - 1);
        Assert.False(reader.TryRead(out _));

        Append(reader, "x");

        Assert.True(reader.TryRead(out RequestValue? value));
        Assert.Equal("JSON token size limit exceeded", value.Fault);
    }

    [Fact]
    public void Tokens_BeyondTheMaximumSize_AreRejected()
    {
        RequestReader reader = new(RequestSyntax.Strict);
        Append(reader, "[\"");
        Append(reader, 'x', MaxBytes / 2);
        Append(reader, "\",\"");
        Append(reader, 'x', MaxBytes / 2);
        Append(reader, "\"");

        Assert.True(reader.TryRead(out RequestValue? value));
        Assert.Equal("JSON token size limit exceeded", value.Fault);
    }

    [Fact]
    public void Tokens_BeyondTheMaximumCount_AreRejected()
    {
        RequestReader reader = new(RequestSyntax.Strict);
        Append(reader, "[");
        for (int i = 0; i < MaxTokens / 2; i++)
        {
            Append(reader, "1,");
        }

        Assert.True(reader.TryRead(out RequestValue? value));
        Assert.Equal("JSON token count limit exceeded", value.Fault);
    }

    [Theory]
    [InlineData(RequestSyntax.Lenient)]
    [InlineData(RequestSyntax.Strict)]
    public void Request_AfterOversizedToken_IsRead(object syntax)
    {
        RequestReader reader = new((RequestSyntax)syntax);
        Append(reader, "\"");
        Append(reader, 'x', MaxBytes);
        Assert.True(reader.TryRead(out _));

        Append(reader, "\n{\"execute\": \"stop\"}");

        Assert.True(reader.TryRead(out RequestValue? value));
        Assert.Equal("stop", value.Json.GetProperty("execute").GetString());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x\\n")]
    [InlineData("é")]
    public void Request_OfSize_AllocatesSmallMultiple(string filler)
    {
        const int Size = 4 * 1024 * 1024;
        byte[] request = Encoding.UTF8.GetBytes(
            $"[\"{string.Concat(Enumerable.Repeat(filler, Size / Encoding.UTF8.GetByteCount(filler)))}\"]"
        );
        RequestReader reader = new(RequestSyntax.Strict);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Array.ForEach(request, reader.Append);

        Assert.True(reader.TryRead(out RequestValue? value));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Size, 8L * Size);
        Assert.Equal(Encoding.UTF8.GetString(request), value.Json.GetRawText());
    }

    [Fact]
    public void Reply_OfSize_IsPrintedIntoOneBuffer()
    {
        const int Size = 4 * 1024 * 1024;
        JsonElement result = JsonElement.Parse($"\"{new string('x', Size)}\"");
        long before = GC.GetAllocatedBytesForCurrentThread();

        ReadOnlyMemory<byte> reply = MessagePrinter.Monitor.PrintReturn(result, id: null, []);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Size, Size + 100_000);
        Assert.EndsWith("x\"}\r\n", Encoding.ASCII.GetString(reply.Span[^10..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatDoesNotReadReplies_StopsTheReadingOfRequests()
    {
        const int Size = 16 * 1024 * 1024;
        const int Requests = 20;
        await using QmpTestServer server = QmpTestServer
            .Start(SchemaDumps.Qemu72)
            .On("query-name", _ => QmpValue.Parse($$"""{"name": "{{new string('x', Size)}}"}"""));
        await using WireClient client = await WireClient.ConnectAsync(server);
        for (int i = 0; i < Requests; i++)
        {
            await client.SendAsync("{\"execute\": \"query-name\"}\n");
        }

        await ConditionPoller.WaitUntilAsync(() => server.Calls.Count > 8);
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        Assert.InRange(server.Calls.Count, 9, 11);

        for (int i = 0; i < Requests; i++)
        {
            Assert.InRange((await client.ReadLineAsync())!.Length, Size, Size + 100);
        }
    }

    private static void Append(RequestReader reader, string text)
    {
        foreach (char c in text)
        {
            reader.Append((byte)c);
        }
    }

    private static void Append(RequestReader reader, char c, int count)
    {
        for (int i = 0; i < count; i++)
        {
            reader.Append((byte)c);
        }
    }
}
