using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>The information about a schema that a generated client passes to the runtime.</summary>
/// <param name="SchemaVersion">The QEMU version of the schema, or <c>unknown</c>; for messages.</param>
/// <param name="ReadEvent">Reads the events that the schema defines.</param>
/// <param name="Peer">The kind of peer that the schema describes.</param>
/// <param name="CommandsWithoutResponse">The wire names of the commands that send no response on success. Calls of
/// these commands complete when the request is written.</param>
/// <remarks>Immutable. All connections of a client can share one instance.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record QmpBindings(
    string SchemaVersion,
    QmpEventReader ReadEvent,
    QmpPeer Peer = QmpPeer.Monitor,
    params IReadOnlyList<string> CommandsWithoutResponse
)
{
    /// <summary>The schema, or null for clients that are not generated.</summary>
    public QmpCompiledSchema? Schema { get; init; }
}
