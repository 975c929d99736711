using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>The facts about a schema that a generated client passes to the runtime.</summary>
/// <param name="SchemaVersion">The QEMU version of the schema, or <c>unknown</c>; for messages.</param>
/// <param name="ReadEvent">Reads the events that the schema defines.</param>
/// <param name="Peer">The kind of peer that the schema describes.</param>
/// <param name="CommandsWithoutResponse">The wire names of the commands without a response on success. A call of such a
/// command completes when its request is written.</param>
/// <remarks>Immutable; one instance serves any number of connections.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record QmpBindings(
    string SchemaVersion,
    QmpEventReader ReadEvent,
    QmpPeer Peer = QmpPeer.Monitor,
    params IReadOnlyList<string> CommandsWithoutResponse
);
