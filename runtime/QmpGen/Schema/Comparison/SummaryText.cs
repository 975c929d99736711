namespace QmpGen;

/// <summary>Formats the counts of a comparison.</summary>
internal static class SummaryText
{
    /// <summary>Formats one line for each subject.</summary>
    public static IEnumerable<(string Subject, string Counts)> Format(DifferenceSummary summary) =>
        [
            ("commands", Format(summary.Commands)),
            ("events", Format(summary.Events)),
            ("types", $"{Format(summary.Types)} ({summary.RenamedTypes} renamed)"),
            (
                "members",
                $"{summary.Count(QmpSchemaChangeKind.RequiredMemberAdded)} required and "
                    + $"{summary.Count(QmpSchemaChangeKind.OptionalMemberAdded)} optional added, "
                    + $"{summary.Count(QmpSchemaChangeKind.RequiredMemberRemoved)} required and "
                    + $"{summary.Count(QmpSchemaChangeKind.OptionalMemberRemoved)} optional removed, "
                    + $"{summary.Count(QmpSchemaChangeKind.MemberBecameRequired)} became required, "
                    + $"{summary.Count(QmpSchemaChangeKind.MemberBecameOptional)} became optional"
            ),
            (
                "severity",
                $"{summary.Count(QmpSchemaSeverity.Runtime)} runtime, "
                    + $"{summary.Count(QmpSchemaSeverity.Compile)} compile, "
                    + $"{summary.Count(QmpSchemaSeverity.Harmless)} harmless"
            ),
        ];

    private static string Format(EntityCounts counts) =>
        $"{counts.Removed} removed, {counts.Added} added, {counts.Changed} changed";
}
