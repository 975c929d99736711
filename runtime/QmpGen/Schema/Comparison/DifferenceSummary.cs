namespace QmpGen;

/// <summary>The number of added, removed and changed entities of a kind.</summary>
internal readonly record struct EntityCounts(int Removed, int Added, int Changed);

/// <summary>The number of changes of each kind.</summary>
/// <param name="Commands">The commands.</param>
/// <param name="Events">The events.</param>
/// <param name="Types">The objects, enums and alternates. A renamed type is both removed and added.</param>
/// <param name="RenamedTypes">The types that have another name in the new schema.</param>
/// <param name="Changes">The number of changes in commands, events and types that both schemas have.</param>
/// <param name="Severities">The number of changes of each severity, with added and removed entities.</param>
internal sealed record DifferenceSummary(
    EntityCounts Commands,
    EntityCounts Events,
    EntityCounts Types,
    int RenamedTypes,
    IReadOnlyDictionary<QmpSchemaChangeKind, int> Changes,
    IReadOnlyDictionary<QmpSchemaSeverity, int> Severities
)
{
    /// <summary>Counts the changes of entities.</summary>
    public static DifferenceSummary FromEntities(IReadOnlyList<QmpSchemaEntityChange> entities)
    {
        QmpSchemaChange[] changes =
        [
            .. entities
                .Where(entity => entity.State == QmpSchemaEntityState.Changed)
                .SelectMany(entity => entity.Changes),
        ];
        return new DifferenceSummary(
            CountEntities(entities, kind => kind == QmpSchemaEntityKind.Command),
            CountEntities(entities, kind => kind == QmpSchemaEntityKind.Event),
            CountEntities(entities, kind => kind is not (QmpSchemaEntityKind.Command or QmpSchemaEntityKind.Event)),
            RenamedTypes: 0,
            changes.CountBy(change => change.Kind).ToDictionary(),
            changes
                .Select(change => change.Severity)
                .Concat(
                    entities
                        .Where(entity => entity.State != QmpSchemaEntityState.Changed)
                        .Select(entity => entity.Severity)
                )
                .CountBy(severity => severity)
                .ToDictionary()
        );
    }

    /// <summary>Gets the number of changes of a kind.</summary>
    public int Count(QmpSchemaChangeKind kind) => Changes.GetValueOrDefault(kind);

    /// <summary>Gets the number of changes of a severity.</summary>
    public int Count(QmpSchemaSeverity severity) => Severities.GetValueOrDefault(severity);

    private static EntityCounts CountEntities(
        IReadOnlyList<QmpSchemaEntityChange> entities,
        Func<QmpSchemaEntityKind, bool> isCounted
    )
    {
        QmpSchemaEntityChange[] counted = [.. entities.Where(entity => isCounted(entity.Kind))];
        return new EntityCounts(
            counted.Count(entity => entity.State == QmpSchemaEntityState.Removed),
            counted.Count(entity => entity.State == QmpSchemaEntityState.Added),
            counted.Count(entity => entity.State == QmpSchemaEntityState.Changed)
        );
    }
}
