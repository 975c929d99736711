using System.Text;

namespace QmpGen;

/// <summary>Appends lines to a report.</summary>
internal static class ReportLines
{
    /// <summary>Appends a line.</summary>
    /// <remarks>A version in a dump must not control a terminal or start a line.</remarks>
    public static StringBuilder AppendReportLine(this StringBuilder text, string line) =>
        text.Append(TerminalText.Escape(line).Replace("\n", "\\u000A", StringComparison.Ordinal)).Append('\n');
}
