using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>What a scripted peer needs to play a guest agent.</summary>
internal static class AgentPeer
{
    /// <summary>A client that is synchronised.</summary>
    /// <param name="options">The client's options.</param>
    public static async Task<(ScriptedPeer Peer, AgentClient Client)> ConnectAsync(QmpClientOptions? options = null)
    {
        ScriptedPeer peer = await ScriptedPeer.CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, options);
        await peer.SynchroniseAsync();
        return (peer, await connecting.WaitAsync(ScriptedPeer.Patience));
    }

    /// <summary>Plays the agent's part of the synchronisation.</summary>
    public static async Task SynchroniseAsync(this ScriptedPeer peer)
    {
        long start = await peer.ReceiveSyncAsync();
        await peer.SendLineAsync(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}"""
        );
        await peer.SendMarkAsync(start);
    }

    /// <summary>Receives the question by which a client synchronises.</summary>
    /// <returns>Its number.</returns>
    public static async Task<long> ReceiveSyncAsync(this ScriptedPeer peer)
    {
        string line = await peer.ReceiveAsync();
        Assert.Equal('\uFFFD', line[0]);
        return MarkOf(line);
    }

    /// <summary>Receives a request between its two marks.</summary>
    /// <returns>The number of the first mark, and the request.</returns>
    public static async Task<(long Mark, string Request)> ReceiveMarkedAsync(this ScriptedPeer peer)
    {
        long mark = MarkOf(await peer.ReceiveAsync());
        string request = await peer.ReceiveAsync();
        Assert.Equal(mark + 1, MarkOf(await peer.ReceiveAsync()));
        return (mark, request);
    }

    /// <summary>Receives a command between its two marks.</summary>
    /// <returns>The number of the first mark.</returns>
    public static async Task<long> ExpectMarkedAsync(this ScriptedPeer peer, string command)
    {
        (long mark, string request) = await peer.ReceiveMarkedAsync();
        Assert.Equal($$"""{"execute":"{{command}}"}""", request);
        return mark;
    }

    /// <summary>Sends an answer as an agent does: the line ends with a bare LF.</summary>
    public static Task SendLineAsync(this ScriptedPeer peer, string answer) =>
        peer.SendBytesAsync(Encoding.UTF8.GetBytes(answer + "\n"));

    /// <summary>Sends an answer behind a 0xFF.</summary>
    public static Task SendMarkedAsync(this ScriptedPeer peer, string answer) =>
        peer.SendBytesAsync((byte[])[0xFF, .. Encoding.UTF8.GetBytes(answer + "\n")]);

    /// <summary>Sends a mark.</summary>
    public static Task SendMarkAsync(this ScriptedPeer peer, long mark) =>
        peer.SendMarkedAsync($$"""{"return": {{mark.ToString(CultureInfo.InvariantCulture)}}}""");

    /// <summary>Answers a command between its two marks.</summary>
    public static async Task AnswerMarkedAsync(this ScriptedPeer peer, long mark, string answer)
    {
        await peer.SendMarkAsync(mark);
        await peer.SendLineAsync(answer);
        await peer.SendMarkAsync(mark + 1);
    }

    private static long MarkOf(string line)
    {
        // A 0xFF may come first.
        JsonElement request = JsonElement.Parse(line.TrimStart('\uFFFD'));
        Assert.Equal("guest-sync-delimited", request.GetProperty("execute").GetString());
        return request.GetProperty("arguments").GetProperty("id").GetInt64();
    }
}
