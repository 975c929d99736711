using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Comparison;

/// <summary>Whether an entity is in one of two schemas or in both.</summary>
internal enum EntityState
{
    Added,
    Removed,
    Changed,
}

/// <summary>A command, event or type that only one schema has, or that differs between them.</summary>
/// <param name="Name">The wire name, QEMU's type name, or the path of a type whose name is unknown.</param>
/// <param name="Place">The shortest path to a type; empty if it is unused, null for commands and events.</param>
/// <param name="Changes">The differences, or the parts of an entity that only one schema has.</param>
internal sealed record EntityChange(
    EntryKind Kind,
    string Name,
    EntityState State,
    string? Place,
    Directions Directions,
    Severity Severity,
    IReadOnlyList<Change> Changes
);
