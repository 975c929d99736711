using System.Text;

namespace QmpGen.Tool.Reports;

/// <summary>Appends lines to a report.</summary>
internal static class ReportLines
{
    /// <summary>Appends a line.</summary>
    /// <remarks>Control characters become <c>?</c>: a version in a dump must not control a terminal.</remarks>
    public static StringBuilder AppendReportLine(this StringBuilder text, string line)
    {
        foreach (char c in line)
        {
            text.Append(char.IsControl(c) ? '?' : c);
        }

        return text.Append('\n');
    }
}
