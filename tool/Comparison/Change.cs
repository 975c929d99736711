namespace QmpGen.Tool.Comparison;

/// <summary>One change in a command, event or type.</summary>
/// <param name="Path">The place, such as <c>arguments.channels[].addr</c>, or empty for the entity itself.</param>
/// <param name="Old">The removed or replaced type, value or feature, or null.</param>
/// <param name="New">The added or replacing type, value or feature, or null.</param>
/// <param name="Directions">The directions in which both schemas use the place.</param>
internal sealed record Change(
    ChangeKind Kind,
    string Path,
    string? Old,
    string? New,
    Directions Directions,
    Severity Severity
);
