using System.Text.Json;

namespace QmpGen.Testing.Recordings;

/// <summary>The content of a recording.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sessions">The sessions. A recording of a guest agent is one session without a greeting.</param>
internal sealed record Recording(string Path, IReadOnlyList<RecordedSession> Sessions)
{
    /// <summary>Whether the peer was a guest agent.</summary>
    public bool IsGuestAgent => Sessions is [{ Greeting: null }];
}

/// <summary>The messages of one connection.</summary>
/// <param name="greeting">The greeting of the monitor. Null for a guest agent.</param>
/// <param name="version">The version in the greeting.</param>
internal sealed class RecordedSession(JsonElement? greeting, QmpVersion version)
{
    public JsonElement? Greeting => greeting;

    public QmpVersion Version => version;

    /// <summary>The requests, in the order of the file.</summary>
    public List<RecordedRequest> Requests { get; } = [];

    /// <summary>The responses and events, in the order of the file.</summary>
    public List<RecordedMessage> Messages { get; } = [];
}

/// <summary>A recorded request.</summary>
/// <param name="call">The command.</param>
/// <param name="id">The id. Null if the request had none.</param>
/// <param name="line">The line number in the file.</param>
internal sealed class RecordedRequest(QmpTestCall call, JsonElement? id, int line)
{
    public QmpTestCall Call => call;

    public JsonElement? Id => id;

    public int Line => line;

    /// <summary>The response, or null if the recording does not have one.</summary>
    public RecordedMessage? Response { get; set; }
}

/// <summary>A recorded response or event.</summary>
/// <param name="json">The message.</param>
/// <param name="request">The request of a response. Null for an event.</param>
/// <param name="owner">The request that the message follows if requests arrive in another order.</param>
/// <param name="prerequisites">The requests that must be received before the message is sent.</param>
/// <remarks>The owner of a response is its request. The owner of an event is the in-band request that QEMU was
/// executing or had executed last. Null if there was none.</remarks>
internal sealed class RecordedMessage(
    JsonElement json,
    RecordedRequest? request,
    RecordedRequest? owner,
    IReadOnlyList<RecordedRequest> prerequisites
)
{
    public JsonElement Json => json;

    public RecordedRequest? Request => request;

    public RecordedRequest? Owner => owner;

    public IReadOnlyList<RecordedRequest> Prerequisites => prerequisites;

    /// <summary>Whether the response contains the id of the request.</summary>
    /// <remarks>QEMU 2.12 omits the id in errors before execution.</remarks>
    public bool EchoesId => request is { Id: null } || json.TryGetProperty("id", out _);
}
