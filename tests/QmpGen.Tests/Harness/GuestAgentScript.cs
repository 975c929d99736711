using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>Plays a guest agent with a <see cref="ScriptedPeer"/>.</summary>
internal static class GuestAgentScript
{
    /// <summary>Plays the agent's part of the synchronization.</summary>
    public static async Task SynchronizeAsync(this ScriptedPeer peer)
    {
        long token = await peer.ReceiveSyncAsync();
        await peer.SendLineAsync(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}"""
        );
        await peer.SendTokenAsync(token);
    }

    /// <summary>Receives the request by which a client synchronizes.</summary>
    /// <returns>The sync token in it.</returns>
    public static async Task<long> ReceiveSyncAsync(this ScriptedPeer peer)
    {
        string line = await peer.ReceiveAsync();
        Assert.Equal('\uFFFD', line[0]);
        return ParseToken(line);
    }

    /// <summary>Receives a request between its two sync tokens.</summary>
    /// <returns>The first token and the request.</returns>
    public static async Task<(long Token, string Request)> ReceiveBetweenTokensAsync(this ScriptedPeer peer)
    {
        long token = ParseToken(await peer.ReceiveAsync());
        string request = await peer.ReceiveAsync();
        Assert.Equal(token + 1, ParseToken(await peer.ReceiveAsync()));
        return (token, request);
    }

    /// <summary>Receives a request between its two sync tokens and asserts that it has the command.</summary>
    /// <returns>The first token.</returns>
    public static async Task<long> ExpectBetweenTokensAsync(this ScriptedPeer peer, string command)
    {
        (long token, string request) = await peer.ReceiveBetweenTokensAsync();
        Assert.Equal($$"""{"execute":"{{command}}"}""", request);
        return token;
    }

    /// <summary>Sends a line that ends with a bare LF, as the agent does.</summary>
    public static Task SendLineAsync(this ScriptedPeer peer, string line) =>
        peer.SendBytesAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Sends a line behind a 0xFF.</summary>
    public static Task SendDelimitedAsync(this ScriptedPeer peer, string line) =>
        peer.SendBytesAsync((byte[])[0xFF, .. Encoding.UTF8.GetBytes(line + "\n")]);

    /// <summary>Replies to a sync request.</summary>
    public static Task SendTokenAsync(this ScriptedPeer peer, long token) =>
        peer.SendDelimitedAsync($$"""{"return": {{token.ToString(CultureInfo.InvariantCulture)}}}""");

    /// <summary>Replies to a request and to the two sync requests around it.</summary>
    public static async Task ReplyBetweenTokensAsync(this ScriptedPeer peer, long token, string reply)
    {
        await peer.SendTokenAsync(token);
        await peer.SendLineAsync(reply);
        await peer.SendTokenAsync(token + 1);
    }

    /// <summary>Asserts that the client's next call succeeds.</summary>
    public static async Task AssertUsableAsync(this ScriptedPeer peer, AgentClient client)
    {
        Task<QmpValue> call = client.ExecuteRawAsync("guest-file-open");
        long token = await peer.ExpectBetweenTokensAsync("guest-file-open");
        await peer.ReplyBetweenTokensAsync(token, """{"return": 1000}""");
        Assert.Equal(1000, (await call.WaitAsync(ScriptedPeer.WaitTimeout)).GetInt64());
    }

    private static long ParseToken(string line)
    {
        // A 0xFF may come first.
        JsonElement request = JsonElement.Parse(line.TrimStart('\uFFFD'));
        Assert.Equal("guest-sync-delimited", request.GetProperty("execute").GetString());
        return request.GetProperty("arguments").GetProperty("id").GetInt64();
    }
}
