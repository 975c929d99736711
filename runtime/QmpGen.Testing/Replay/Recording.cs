using System.Text.Json;

namespace QmpGen.Testing.Replay;

/// <summary>A recording as its file holds it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sessions">A monitor's sessions, each of which begins with a greeting; or all that was said to a guest
/// agent, which greets nobody.</param>
internal sealed record Recording(string Path, IReadOnlyList<RecordedSession> Sessions)
{
    /// <summary>Whether it is that of a guest agent.</summary>
    public bool IsGuestAgents => Sessions is [{ Greeting: null }];
}

/// <summary>What was said on a connection.</summary>
/// <param name="greeting">What a monitor said first; null for a guest agent.</param>
/// <param name="version">The version in the greeting.</param>
internal sealed class RecordedSession(JsonElement? greeting, QmpVersion version)
{
    public JsonElement? Greeting => greeting;

    public QmpVersion Version => version;

    /// <summary>The requests, in their order.</summary>
    public List<RecordedRequest> Requests { get; } = [];

    /// <summary>What was answered and told, in its order.</summary>
    public List<RecordedMessage> Messages { get; } = [];
}

/// <summary>A request that was recorded.</summary>
/// <param name="call">What it asked for.</param>
/// <param name="id">Its id; null where it had none.</param>
/// <param name="line">The number of its line in the file.</param>
internal sealed class RecordedRequest(QmpTestCall call, JsonElement? id, int line)
{
    public QmpTestCall Call => call;

    public JsonElement? Id => id;

    public int Line => line;

    /// <summary>Its answer; null where the recording has none.</summary>
    public RecordedMessage? Answer { get; set; }
}

/// <summary>An answer or an event that was recorded.</summary>
/// <param name="json">The message.</param>
/// <param name="asked">The request that it answers; null for an event.</param>
/// <param name="owner">The request with which it goes: that which it answers, or that which QEMU was executing, or had
/// executed, at an event; null where there was none.</param>
/// <param name="needs">The requests that must have come before it can be said.</param>
internal sealed class RecordedMessage(
    JsonElement json,
    RecordedRequest? asked,
    RecordedRequest? owner,
    IReadOnlyList<RecordedRequest> needs
)
{
    public JsonElement Json => json;

    public RecordedRequest? Asked => asked;

    public RecordedRequest? Owner => owner;

    public IReadOnlyList<RecordedRequest> Needs => needs;

    /// <summary>Whether the client's id belongs into it. QEMU 2.12 answers without it what it finds wrong with a
    /// request before it executes it.</summary>
    public bool EchoesId => asked is { Id: null } || json.TryGetProperty("id", out _);
}
