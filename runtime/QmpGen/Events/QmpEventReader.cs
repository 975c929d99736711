using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>Reads the data of an event into its generated record.</summary>
/// <param name="wireName">The event's name.</param>
/// <param name="reader">A reader positioned at the event's data.</param>
/// <returns>The record, or null if the schema does not define the event.</returns>
/// <remarks>Runs on the connection's receive loop, so it must not block. If it throws, subscribers receive a
/// <see cref="QmpUnknownEvent"/> with the <see cref="QmpUnknownEvent.Problem"/>, and the connection stays
/// usable.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate QmpEvent? QmpEventReader(string wireName, ref QmpReader reader);
