using System.Text;

namespace QmpGen.Tool.Reports;

/// <summary>Formats differences as a Markdown page.</summary>
internal static class MarkdownReport
{
    public static string Format(DiffReport report)
    {
        StringBuilder text = new();
        text.AppendReportLine($"# {Quote(report.OldLabel)} to {Quote(report.NewLabel)}")
            .AppendReportLine("")
            .AppendReportLine("| | changes |")
            .AppendReportLine("|---|---|");
        foreach ((string subject, string counts) in SummaryText.Format(report.Difference.Summary))
        {
            text.AppendReportLine($"| {subject} | {counts} |");
        }

        foreach (
            IGrouping<string, QmpSchemaEntityChange> group in report.Difference.Entities.GroupBy(entity =>
                ChangeText.FormatTitle(entity.Kind)
            )
        )
        {
            text.AppendReportLine("").AppendReportLine($"## {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}");
            foreach (QmpSchemaEntityChange entity in group)
            {
                AppendEntity(text, entity);
            }
        }

        return text.ToString();
    }

    private static void AppendEntity(StringBuilder text, QmpSchemaEntityChange entity)
    {
        string state = entity.State.ToString().ToLowerInvariant();
        text.AppendReportLine("")
            .AppendReportLine($"### {Quote(entity.Name)}: {state}{FormatSeverity(entity.Severity)}")
            .AppendReportLine("");
        if (entity.Place is { Length: > 0 } place)
        {
            text.AppendReportLine($"Use: {ChangeText.FormatDirections(entity.Directions)}, {Quote(place)}.")
                .AppendReportLine("");
        }

        foreach (QmpSchemaChange change in entity.Changes)
        {
            string path =
                change.Kind is QmpSchemaChangeKind.ValueAdded or QmpSchemaChangeKind.ValueRemoved
                && change.Path.Length > 0
                    ? $"{Quote(change.Path)} "
                    : "";
            text.AppendReportLine(
                $"- {GetVerb(change)} {path}{Quote(ChangeText.FormatContent(change))}{FormatSeverity(change.Severity)}"
            );
        }
    }

    private static string GetVerb(QmpSchemaChange change) =>
        ChangeText.GetSign(change) switch
        {
            '+' => "added",
            '-' => "removed",
            _ => "changed",
        };

    private static string FormatSeverity(QmpSchemaSeverity severity) =>
        severity == QmpSchemaSeverity.Harmless ? "" : $" (**{severity.ToString().ToLowerInvariant()}**)";

    /// <summary>Quotes a name as code.</summary>
    private static string Quote(string text) => $"`{text.Replace('`', '\'')}`";
}
