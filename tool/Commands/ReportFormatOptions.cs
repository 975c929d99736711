using System.CommandLine;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Reports;

namespace QmpGen.Tool.Commands;

/// <summary>The options for the format of a comparison, and its exit status.</summary>
internal static class ReportFormatOptions
{
    private const int SameStatus = 0;
    private const int HarmlessStatus = 2;
    private const int BreakingStatus = 3;

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON." };

    private static readonly Option<bool> s_markdown = new("--markdown") { Description = "Print Markdown." };

    public static void AddReportFormat(this Command command)
    {
        command.Add(s_json);
        command.Add(s_markdown);
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_json) && result.GetValue(s_markdown))
            {
                result.AddError("--json and --markdown cannot be combined. Remove one of them.");
            }
        });
    }

    /// <summary>Formats a report as the options say.</summary>
    public static CommandResult FormatReport(this ParseResult arguments, DiffReport report)
    {
        string text =
            arguments.GetValue(s_json) ? JsonReport.Format(report)
            : arguments.GetValue(s_markdown) ? MarkdownReport.Format(report)
            : ReportText.Format(
                report.OldLabel,
                report.NewLabel,
                report.Difference.Entities,
                report.Difference.Summary
            );
        return new CommandResult(text, GetStatus(report.Difference));
    }

    private static int GetStatus(SchemaDifference difference) =>
        difference.Entities.Count == 0 ? SameStatus
        : difference.Severity == QmpSchemaSeverity.Harmless ? HarmlessStatus
        : BreakingStatus;
}
