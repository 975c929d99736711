namespace QmpGen.Tool.Comparison;

/// <summary>The differences between two schemas.</summary>
/// <param name="Entities">The commands, then the events, then the types, each in ordinal order.</param>
internal sealed record SchemaDifference(IReadOnlyList<QmpSchemaEntityChange> Entities, DifferenceSummary Summary)
{
    /// <summary>The severity of the worst change.</summary>
    public QmpSchemaSeverity Severity =>
        Entities.Count == 0 ? QmpSchemaSeverity.Harmless : Entities.Max(entity => entity.Severity);
}
