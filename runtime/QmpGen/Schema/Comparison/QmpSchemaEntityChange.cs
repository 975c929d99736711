namespace QmpGen;

/// <summary>A command, event or type that only one schema has, or that differs between two schemas.</summary>
/// <param name="Kind">The kind of entity.</param>
/// <param name="Name">The wire name of a command or event, or the name of a type. A type without a name has the name of
/// its place.</param>
/// <param name="State">Which of the schemas has it.</param>
/// <param name="Place">The shortest path to a type; empty if it is unused, null for commands and events.</param>
/// <param name="Directions">The directions in which both schemas use it.</param>
/// <param name="Severity">The worst severity of its changes.</param>
/// <param name="Changes">The differences, in the order of their paths.</param>
public sealed record QmpSchemaEntityChange(
    QmpSchemaEntityKind Kind,
    string Name,
    QmpSchemaEntityState State,
    string? Place,
    QmpSchemaDirections Directions,
    QmpSchemaSeverity Severity,
    IReadOnlyList<QmpSchemaChange> Changes
)
{
    /// <summary>The releases of merged bindings that lack the entity, as the server does; usually empty.</summary>
    /// <remarks>If there are any, the bindings account for the difference, and it is harmless.</remarks>
    public IReadOnlyList<string> Releases { get; init; } = [];
}
