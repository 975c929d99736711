using System.Text;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>Formats differences as a Markdown page.</summary>
internal static class MarkdownReport
{
    public static string Format(DiffReport report)
    {
        StringBuilder text = new();
        AppendLine(text, $"# {Escape(report.OldLabel)} to {Escape(report.NewLabel)}\n");
        AppendLine(text, "| | changes |\n|---|---|");
        foreach ((string subject, string counts) in SummaryText.Format(report.Difference.Summary))
        {
            AppendLine(text, $"| {subject} | {counts} |");
        }

        foreach (
            IGrouping<string, EntityChange> group in report.Difference.Entities.GroupBy(entity =>
                ChangeText.FormatTitle(entity.Kind)
            )
        )
        {
            AppendLine(text, $"\n## {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}");
            foreach (EntityChange entity in group)
            {
                AppendEntity(text, entity);
            }
        }

        return text.ToString();
    }

    private static void AppendEntity(StringBuilder text, EntityChange entity)
    {
        string state = entity.State.ToString().ToLowerInvariant();
        AppendLine(text, $"\n### {Quote(entity.Name)}: {state}{FormatSeverity(entity.Severity)}\n");
        if (entity.Place is { Length: > 0 } place)
        {
            AppendLine(text, $"Use: {ChangeText.FormatDirections(entity.Directions)}, {Quote(place)}.\n");
        }

        foreach (Change change in entity.Changes)
        {
            string path =
                change.Kind is ChangeKind.ValueAdded or ChangeKind.ValueRemoved && change.Path.Length > 0
                    ? $"{Quote(change.Path)} "
                    : "";
            AppendLine(
                text,
                $"- {GetVerb(change)} {path}{Quote(ChangeText.FormatContent(change))}{FormatSeverity(change.Severity)}"
            );
        }
    }

    private static string GetVerb(Change change) =>
        ChangeText.GetSign(change) switch
        {
            '+' => "added",
            '-' => "removed",
            _ => "changed",
        };

    private static string FormatSeverity(Severity severity) =>
        severity == Severity.Harmless ? "" : $" (**{severity.ToString().ToLowerInvariant()}**)";

    /// <summary>Quotes a name, which is any text in a broken dump, as code.</summary>
    private static string Quote(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int longest = line.Split('`').Length > 1 ? 2 : 1;
        string fence = new('`', longest);
        return longest == 1 ? $"`{line}`" : $"{fence} {line} {fence}";
    }

    private static string Escape(string text) =>
        text.ReplaceLineEndings(" ").Replace("_", "\\_", StringComparison.Ordinal);

    private static void AppendLine(StringBuilder text, string line) => text.Append(line).Append('\n');
}
