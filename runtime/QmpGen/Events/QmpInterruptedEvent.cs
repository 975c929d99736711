namespace QmpGen;

/// <summary>No event of QEMU's: it stands where the connection was lost to be made again, and where events may be
/// missing.</summary>
/// <param name="Cause">Why the connection was lost.</param>
/// <remarks>
/// Comes only with reconnecting, and only to who takes every <see cref="QmpEvent"/> or asks for this one: after the
/// last event of the lost connection
/// and before the first of the next. It has no timestamp. QEMU keeps no events for a client that is not connected:
/// query the state again.
/// </remarks>
public sealed record QmpInterruptedEvent(QmpException Cause) : QmpEvent;
