using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>Reads the data of an event into its generated record.</summary>
/// <param name="wireName">The event's name.</param>
/// <param name="reader">Positioned at the event's data.</param>
/// <returns>The record, or null where the schema does not know the event.</returns>
/// <remarks>Runs on the connection's reader loop, so it never waits. When it throws, the event becomes a
/// <see cref="QmpUnknownEvent"/> with the
/// <see cref="QmpUnknownEvent.Problem"/>, and the connection goes on.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate QmpEvent? QmpEventReader(string wireName, ref QmpReader reader);

/// <summary>What a generated client tells the runtime of the schema that it was made from. Immutable; one serves any
/// number of connections.</summary>
/// <param name="SchemaVersion">The version of the QEMU that the schema comes from, or <c>unknown</c>: for
/// messages.</param>
/// <param name="ReadEvent">Reads the events that the schema knows.</param>
/// <param name="Peer">Who speaks by the schema.</param>
/// <param name="Unanswered">The wire names of the commands that are not answered when they succeed: calling one ends
/// when its request has been written.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record QmpBindings(
    string SchemaVersion,
    QmpEventReader ReadEvent,
    QmpPeer Peer = QmpPeer.Monitor,
    params IReadOnlyList<string> Unanswered
);
