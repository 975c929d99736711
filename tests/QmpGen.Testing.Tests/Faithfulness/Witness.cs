namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>One of the servers that are compared, and what it says to conversations.</summary>
internal sealed class Witness(WireClient client) : IAsyncDisposable
{
    // Whatever was left open before it, the next request is read: this byte is an error to QEMU in any place.
    private const string Reset = "\u00FF\n";
    private const string End = "end of conversation";

    /// <summary>Negotiates with a server that has just been connected to.</summary>
    public static async Task<Witness> BeginAsync(WireClient client)
    {
        await client.ReadAsync();
        Assert.Equal("""{"return": {}}""", await client.AskAsync("""{"execute":"qmp_capabilities"}"""));
        return new Witness(client);
    }

    /// <summary>All the answers to each conversation.</summary>
    public async Task<List<Refusal[]>> HearAsync(IReadOnlyList<Conversation> conversations)
    {
        await client.SendAsync(string.Concat(conversations.Select(Bytes)));
        List<Refusal[]> heard = [];
        foreach (Conversation conversation in conversations)
        {
            heard.Add(await HearAsync(conversation));
        }

        return heard;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static string Bytes(Conversation conversation) =>
        $$"""{{conversation.Bytes}}{{(conversation.IsRequest ? "" : Reset)}}{"execute":"query-version","id":"{{End}}"}"""
        + "\n";

    private async Task<Refusal[]> HearAsync(Conversation conversation)
    {
        List<Refusal> answers = [];
        while (await client.ReadAsync() is { } line)
        {
            if (line.Contains($"\"id\": \"{End}\"", StringComparison.Ordinal))
            {
                return [.. answers];
            }

            if (!line.Contains("\"event\": ", StringComparison.Ordinal))
            {
                answers.Add(Refusal.Of(line));
            }
        }

        throw new EndOfStreamException(
            $"The connection ended at {conversation.Bytes} or soon after it. If QEMU does not survive it, it belongs into {nameof(NotRun)}."
        );
    }
}
