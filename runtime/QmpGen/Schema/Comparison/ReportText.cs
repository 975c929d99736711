using System.Text;

namespace QmpGen;

/// <summary>Formats differences as text, with a summary at the end.</summary>
internal static class ReportText
{
    public static string Format(
        string oldLabel,
        string newLabel,
        IReadOnlyList<QmpSchemaEntityChange> entities,
        DifferenceSummary summary
    )
    {
        StringBuilder text = new();
        text.AppendReportLine($"{oldLabel} -> {newLabel}");
        foreach (
            IGrouping<string, QmpSchemaEntityChange> group in entities.GroupBy(entity =>
                ChangeText.FormatTitle(entity.Kind)
            )
        )
        {
            text.AppendReportLine("").AppendReportLine($"{group.Key}:").AppendReportLine("");
            foreach (string line in group.SelectMany(ChangeText.FormatEntity))
            {
                text.AppendReportLine(line);
            }
        }

        text.AppendReportLine("").AppendReportLine("summary:").AppendReportLine("");
        foreach ((string name, string counts) in SummaryText.Format(summary))
        {
            text.AppendReportLine($"{name}:".PadRight(10) + counts);
        }

        return text.ToString();
    }
}
