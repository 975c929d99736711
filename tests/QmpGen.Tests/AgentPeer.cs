using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>What a scripted peer needs to play a guest agent.</summary>
internal static class AgentPeer
{
    /// <summary>A client that is synchronised.</summary>
    /// <param name="echoes">Whether the agent echoes ids; if not, it refuses them, as QEMU's own before 4.0 does.</param>
    /// <param name="options">The client's options.</param>
    public static async Task<(ScriptedPeer Peer, AgentClient Client)> ConnectAsync(bool echoes = true, QmpClientOptions? options = null)
    {
        ScriptedPeer peer = await ScriptedPeer.CreateAsync();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, options);
        await peer.SynchroniseAsync(echoes);
        return (peer, await connecting.WaitAsync(ScriptedPeer.Patience));
    }

    /// <summary>Plays the agent's part of the synchronisation.</summary>
    public static async Task SynchroniseAsync(this ScriptedPeer peer, bool echoes = true)
    {
        (long probe, long start) = await peer.ReceiveSyncAsync();
        await peer.SendLineAsync("""{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}""");
        await (echoes
            ? peer.SendMarkedAsync($$"""{"return": {{probe}}, "id": {{probe}}}""")
            : peer.SendLineAsync("""{"error": {"class": "GenericError", "desc": "QMP input member 'id' is unexpected"}}"""));
        await peer.SendMarkedAsync($$"""{"return": {{start}}}""");
    }

    /// <summary>Receives the two questions by which a client synchronises.</summary>
    public static async Task<(long Probe, long Start)> ReceiveSyncAsync(this ScriptedPeer peer)
    {
        string probe = await peer.ReceiveAsync();
        Assert.Equal('\uFFFD', probe[0]);
        return (MarkOf(probe[1..]), await peer.ReceiveMarkAsync());
    }

    /// <summary>Receives the request for a mark.</summary>
    /// <returns>Its number.</returns>
    public static async Task<long> ReceiveMarkAsync(this ScriptedPeer peer) => MarkOf(await peer.ReceiveAsync());

    /// <summary>Receives a command that is led by the request for a mark, as for an agent that takes no ids.</summary>
    /// <returns>The number of the mark.</returns>
    public static async Task<long> ExpectMarkedAsync(this ScriptedPeer peer, string command)
    {
        long mark = await peer.ReceiveMarkAsync();
        Assert.Equal($$"""{"execute":"{{command}}"}""", await peer.ReceiveAsync());
        return mark;
    }

    /// <summary>Sends an answer as an agent does: the line ends with a bare LF.</summary>
    public static Task SendLineAsync(this ScriptedPeer peer, string answer) => peer.SendBytesAsync(Encoding.UTF8.GetBytes(answer + "\n"));

    /// <summary>Sends an answer behind a 0xFF.</summary>
    public static Task SendMarkedAsync(this ScriptedPeer peer, string answer) => peer.SendBytesAsync((byte[])[0xFF, .. Encoding.UTF8.GetBytes(answer + "\n")]);

    /// <summary>Answers a command that was led by the request for a mark.</summary>
    public static async Task AnswerMarkedAsync(this ScriptedPeer peer, long mark, string answer)
    {
        await peer.SendMarkedAsync($$"""{"return": {{mark.ToString(CultureInfo.InvariantCulture)}}}""");
        await peer.SendLineAsync(answer);
    }

    private static long MarkOf(string line)
    {
        JsonElement request = JsonElement.Parse(line);
        Assert.Equal("guest-sync-delimited", request.GetProperty("execute").GetString());
        return request.GetProperty("arguments").GetProperty("id").GetInt64();
    }
}
