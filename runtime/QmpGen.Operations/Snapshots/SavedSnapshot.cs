namespace QmpGen.Operations;

/// <summary>An internal snapshot, which images in the format qcow2 contain.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Nodes">The names of the block nodes that contain the snapshot.</param>
/// <param name="Created">The time of the snapshot, in UTC.</param>
/// <param name="VmStateSize">The size of the machine's state in bytes; 0 for a snapshot of disks only.</param>
public sealed record SavedSnapshot(string Tag, IReadOnlyList<string> Nodes, DateTimeOffset Created, long VmStateSize);
