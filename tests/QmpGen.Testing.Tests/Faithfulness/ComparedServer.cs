using System.Text.Json;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>One of the two servers that are compared.</summary>
internal sealed class ComparedServer(WireClient client, int majorVersion) : IAsyncDisposable
{
    // This byte is an error in any place, so QEMU reads the next request even after an open brace or string.
    private const string Reset = "\u00FF\n";
    private const string EndId = "end of input";

    /// <summary>Negotiates on a new connection.</summary>
    public static async Task<ComparedServer> NegotiateAsync(WireClient client)
    {
        int majorVersion = JsonElement
            .Parse((await client.ReadLineAsync())!)
            .GetProperty("QMP")
            .GetProperty("version")
            .GetProperty("qemu")
            .GetProperty("major")
            .GetInt32();
        Assert.Equal("""{"return": {}}""", await client.CallAsync("""{"execute":"qmp_capabilities"}"""));
        return new ComparedServer(client, majorVersion);
    }

    /// <summary>Sends inputs and returns the responses to each.</summary>
    public async Task<List<Rejection[]>> GetResponsesAsync(IReadOnlyList<TestInput> inputs)
    {
        await client.SendAsync(string.Concat(inputs.Select(Print)));
        List<Rejection[]> responses = [];
        foreach (TestInput input in inputs)
        {
            responses.Add(await ReadResponsesAsync(input));
        }

        return responses;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static string Print(TestInput input) =>
        $$"""{{input.Bytes}}{{(input.IsRequest ? "" : Reset)}}{"execute":"query-version","id":"{{EndId}}"}""" + "\n";

    private async Task<Rejection[]> ReadResponsesAsync(TestInput input)
    {
        List<Rejection> responses = [];
        while (await ReadLineAsync() is { } line)
        {
            if (line.Contains($"\"id\": \"{EndId}\"", StringComparison.Ordinal))
            {
                return [.. responses];
            }

            if (!line.Contains("\"event\": ", StringComparison.Ordinal))
            {
                responses.Add(Rejection.Parse(line, majorVersion));
            }
        }

        throw new EndOfStreamException(
            $"QEMU exited or stopped responding at {input.Bytes} or soon after. "
                + $"If the input crashes QEMU, add it to {nameof(SkippedInputs)}."
        );
    }

    /// <summary>Reads a line. Null if QEMU has exited, crashed or does not respond.</summary>
    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await client.ReadLineAsync();
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return null;
        }
    }
}
