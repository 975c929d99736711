namespace QmpGen;

/// <summary>Whether an entity is in one of two schemas or in both.</summary>
public enum QmpSchemaEntityState
{
    /// <summary>Only the new schema has it.</summary>
    Added,

    /// <summary>Only the old schema has it.</summary>
    Removed,

    /// <summary>Both schemas have it, with differences.</summary>
    Changed,
}
