namespace QmpGen.Tool.Comparison;

/// <summary>The differences between two schemas.</summary>
/// <param name="Entities">The commands, then the events, then the types, each in ordinal order.</param>
internal sealed record SchemaDifference(IReadOnlyList<EntityChange> Entities, DifferenceSummary Summary)
{
    /// <summary>The severity of the worst change.</summary>
    public Severity Severity => Entities.Count == 0 ? Severity.Harmless : Entities.Max(entity => entity.Severity);
}

/// <summary>The number of added, removed and changed entities of a kind.</summary>
internal readonly record struct EntityCounts(int Removed, int Added, int Changed);

/// <summary>The number of changes of each kind.</summary>
/// <param name="Types">
/// The objects, enums and alternates that commands and events use. A renamed type is both removed and added.
/// </param>
/// <param name="RenamedTypes">The types that have another name in the new schema.</param>
/// <param name="Changes">The number of changes in commands, events and types that both schemas have.</param>
/// <param name="Severities">The number of changes of each severity, with added and removed entities.</param>
internal sealed record DifferenceSummary(
    EntityCounts Commands,
    EntityCounts Events,
    EntityCounts Types,
    int RenamedTypes,
    IReadOnlyDictionary<ChangeKind, int> Changes,
    IReadOnlyDictionary<Severity, int> Severities
)
{
    /// <summary>Gets the number of changes of a kind.</summary>
    public int Count(ChangeKind kind) => Changes.GetValueOrDefault(kind);

    /// <summary>Gets the number of changes of a severity.</summary>
    public int Count(Severity severity) => Severities.GetValueOrDefault(severity);
}
