namespace QmpGen;

/// <summary>One change in a command, event or type.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="Path">The place, such as <c>arguments.channels[].addr</c>, or empty for the entity itself.</param>
/// <param name="Old">The removed or replaced type, value or feature, or null.</param>
/// <param name="New">The added or replacing type, value or feature, or null.</param>
/// <param name="Directions">The directions in which both schemas use the place.</param>
/// <param name="Severity">The worst effect in these directions.</param>
public sealed record QmpSchemaChange(
    QmpSchemaChangeKind Kind,
    string Path,
    string? Old,
    string? New,
    QmpSchemaDirections Directions,
    QmpSchemaSeverity Severity
)
{
    /// <summary>The releases of merged bindings with the same difference, the oldest first; usually empty.</summary>
    /// <remarks>If there are any, the bindings account for the difference, and it is harmless.</remarks>
    public IReadOnlyList<string> Releases { get; init; } = [];
}
