using System.Text;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>Formats differences as text, with a summary at the end.</summary>
internal static class TextReport
{
    public static string Format(DiffReport report)
    {
        StringBuilder text = new();
        AppendLine(text, $"{report.OldLabel} -> {report.NewLabel}");
        foreach (
            IGrouping<string, EntityChange> group in report.Difference.Entities.GroupBy(entity =>
                ChangeText.FormatTitle(entity.Kind)
            )
        )
        {
            AppendLine(text, $"\n{group.Key}:\n");
            foreach (string line in group.SelectMany(ChangeText.FormatEntity))
            {
                AppendLine(text, line);
            }
        }

        AppendLine(text, "\nsummary:\n");
        foreach ((string name, string counts) in SummaryText.Format(report.Difference.Summary))
        {
            AppendLine(text, $"{name}:".PadRight(10) + counts);
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, string line) => text.Append(line).Append('\n');
}
