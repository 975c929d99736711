using System.Text.Json;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing.Recordings;

/// <summary>A command of a recorded session, and what came of it.</summary>
/// <param name="Line">Where the request stands in the file.</param>
/// <param name="Command">The wire name.</param>
/// <param name="Arguments">The arguments; an empty object where there were none.</param>
/// <param name="Id">The id; null where it had none.</param>
internal sealed record RecordedCall(int Line, string Command, JsonElement Arguments, JsonElement? Id)
{
    /// <summary>The answer; null where none came before the connection ended.</summary>
    public TestReply? Reply { get; set; }

    /// <summary>The events that came before the answer, while the call waited for it.</summary>
    public List<RecordedEvent> Before { get; } = [];

    /// <summary>The events that came behind the answer, while no call waited.</summary>
    public List<RecordedEvent> After { get; } = [];

    /// <summary>Whether a client has made this call again.</summary>
    public bool IsPlayed { get; set; }

    /// <summary>Whether the server does this by itself: ids and numbers of a recorded session are of no use in another.</summary>
    public bool IsProtocols => Command is QmpTestServer.Negotiation or QmpTestServer.DelimitedSync or "guest-sync";
}

/// <summary>An event of a recorded session.</summary>
internal sealed record RecordedEvent(string Name, QmpValue? Data);
