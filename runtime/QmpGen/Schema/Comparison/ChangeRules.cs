namespace QmpGen;

/// <summary>Decides how severe a change is. <c>docs/diff.md</c> contains the same table with the reasons.</summary>
internal static class ChangeRules
{
    private const QmpSchemaSeverity Harmless = QmpSchemaSeverity.Harmless;
    private const QmpSchemaSeverity Compile = QmpSchemaSeverity.Compile;
    private const QmpSchemaSeverity Runtime = QmpSchemaSeverity.Runtime;

    /// <summary>Classifies the addition or removal of a command, event or type.</summary>
    public static QmpSchemaSeverity ClassifyEntity(QmpSchemaEntityKind kind, QmpSchemaEntityState state) =>
        (state, kind) switch
        {
            (QmpSchemaEntityState.Removed, QmpSchemaEntityKind.Command or QmpSchemaEntityKind.Event) => Runtime,
            (QmpSchemaEntityState.Removed, _) => Compile,
            _ => Harmless,
        };

    /// <summary>Classifies a change in a command, event or type.</summary>
    /// <param name="kind">The kind of change.</param>
    /// <param name="directions">The directions in which a client uses the part that changes.</param>
    /// <returns>The worst severity of the directions.</returns>
    public static QmpSchemaSeverity Classify(QmpSchemaChangeKind kind, QmpSchemaDirections directions)
    {
        (QmpSchemaSeverity sent, QmpSchemaSeverity received) = GetRow(kind);
        return (QmpSchemaSeverity)
            Math.Max(
                directions.HasFlag(QmpSchemaDirections.Sent) ? (int)sent : 0,
                directions.HasFlag(QmpSchemaDirections.Received) ? (int)received : 0
            );
    }

    private static (QmpSchemaSeverity Sent, QmpSchemaSeverity Received) GetRow(QmpSchemaChangeKind kind) =>
        kind switch
        {
            QmpSchemaChangeKind.TypeRenamed => (Compile, Compile),
            QmpSchemaChangeKind.TypeExchanged => (Compile, Compile),
            QmpSchemaChangeKind.OptionalMemberAdded => (Harmless, Harmless),
            QmpSchemaChangeKind.RequiredMemberAdded => (Runtime, Harmless),
            QmpSchemaChangeKind.OptionalMemberRemoved => (Runtime, Compile),
            QmpSchemaChangeKind.RequiredMemberRemoved => (Runtime, Runtime),
            QmpSchemaChangeKind.MemberBecameOptional => (Compile, Runtime),
            QmpSchemaChangeKind.MemberBecameRequired => (Runtime, Compile),
            QmpSchemaChangeKind.TypeWidened => (Compile, Runtime),
            QmpSchemaChangeKind.TypeNarrowed => (Runtime, Compile),
            QmpSchemaChangeKind.TypeReplaced => (Runtime, Runtime),
            QmpSchemaChangeKind.ResultAdded => (Harmless, Harmless),
            QmpSchemaChangeKind.ResultRemoved => (Runtime, Runtime),
            QmpSchemaChangeKind.ValueAdded => (Harmless, Harmless),
            QmpSchemaChangeKind.ValueRemoved => (Runtime, Compile),
            QmpSchemaChangeKind.BranchAdded => (Harmless, Harmless),
            QmpSchemaChangeKind.BranchRemoved => (Runtime, Compile),
            QmpSchemaChangeKind.FeatureAdded => (Harmless, Harmless),
            QmpSchemaChangeKind.FeatureRemoved => (Runtime, Runtime),
            QmpSchemaChangeKind.BecameDeprecated => (Harmless, Harmless),
            QmpSchemaChangeKind.BecameUndeprecated => (Harmless, Harmless),
            QmpSchemaChangeKind.BecameUnstable => (Compile, Compile),
            QmpSchemaChangeKind.BecameStable => (Harmless, Harmless),
            QmpSchemaChangeKind.OutOfBandAllowed => (Harmless, Harmless),
            QmpSchemaChangeKind.OutOfBandForbidden => (Runtime, Runtime),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
