using System.Text;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>Formats differences as text, with a summary at the end.</summary>
internal static class TextReport
{
    public static string Format(DiffReport report)
    {
        StringBuilder text = new();
        text.AppendReportLine($"{report.OldLabel} -> {report.NewLabel}");
        foreach (
            IGrouping<string, EntityChange> group in report.Difference.Entities.GroupBy(entity =>
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
        foreach ((string name, string counts) in SummaryText.Format(report.Difference.Summary))
        {
            text.AppendReportLine($"{name}:".PadRight(10) + counts);
        }

        return text.ToString();
    }
}
