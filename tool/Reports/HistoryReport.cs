using System.Text;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>Formats the history of a command, event or type, with the release on each line.</summary>
internal static class HistoryReport
{
    /// <param name="releases">The labels of the releases and what happened in them, in the order to print.</param>
    public static string Format(string name, IReadOnlyList<(string Label, HistoryEntry Entry)> releases)
    {
        int width = releases.Max(release => release.Label.Length);
        StringBuilder text = new();
        foreach ((string label, HistoryEntry entry) in releases)
        {
            foreach (string line in FormatEntry(name, entry))
            {
                text.AppendReportLine($"{label.PadRight(width)}  {line}");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> FormatEntry(string name, HistoryEntry entry) =>
        entry switch
        {
            { Change: { } change } => ChangeText.FormatEntity(change),
            { IsPresent: true } => [$"= {name}"],
            _ => ["  (absent)"],
        };
}
