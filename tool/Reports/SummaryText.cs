using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

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
                $"{summary.Count(ChangeKind.RequiredMemberAdded)} required and "
                    + $"{summary.Count(ChangeKind.OptionalMemberAdded)} optional added, "
                    + $"{summary.Count(ChangeKind.RequiredMemberRemoved)} required and "
                    + $"{summary.Count(ChangeKind.OptionalMemberRemoved)} optional removed, "
                    + $"{summary.Count(ChangeKind.MemberBecameRequired)} became required, "
                    + $"{summary.Count(ChangeKind.MemberBecameOptional)} became optional"
            ),
            (
                "severity",
                $"{summary.Count(Severity.Runtime)} runtime, {summary.Count(Severity.Compile)} compile, "
                    + $"{summary.Count(Severity.Harmless)} harmless"
            ),
        ];

    private static string Format(EntityCounts counts) =>
        $"{counts.Removed} removed, {counts.Added} added, {counts.Changed} changed";
}
