using System.CommandLine;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Files;
using QmpGen.Tool.Reports;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen diff</c>, which compares two dumps.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> s_old = new("OLD") { Description = "The dump of the older QEMU." };

    private static readonly Argument<string> s_new = new("NEW") { Description = "The dump of the newer QEMU." };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON." };

    private static readonly Option<bool> s_markdown = new("--markdown") { Description = "Print Markdown." };

    public static Command Create()
    {
        Command command = new(
            "diff",
            "Compares the dumps of two QEMUs. Exit status: 0 if they are the same, 1 after an error, "
                + "2 if all differences are harmless, 3 if a difference can break a program."
        )
        {
            s_old,
            s_new,
            s_json,
            s_markdown,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_json) && result.GetValue(s_markdown))
            {
                result.AddError("--json and --markdown cannot be combined. Remove one of them.");
            }
        });
        command.SetTextAction(Compare);
        return command;
    }

    private static CommandResult Compare(ParseResult arguments)
    {
        LabeledDump[] dumps =
        [
            .. LabeledDump.ReadAll(
                [arguments.GetRequiredValue(s_old), arguments.GetRequiredValue(s_new)],
                arguments.InvocationConfiguration.Error
            ),
        ];
        SchemaDifference difference = SchemaComparer.Compare(
            new ComparedSchema(dumps[0].Schema, [BuiltInCatalogue.Value]),
            new ComparedSchema(dumps[1].Schema, [BuiltInCatalogue.Value])
        );
        DiffReport report = new(dumps[0].Label, dumps[1].Label, difference);
        string text =
            arguments.GetValue(s_json) ? JsonReport.Format(report)
            : arguments.GetValue(s_markdown) ? MarkdownReport.Format(report)
            : TextReport.Format(report);
        return new CommandResult(text, GetExitCode(difference));
    }

    private static int GetExitCode(SchemaDifference difference) =>
        difference.Entities.Count == 0 ? 0
        : difference.Severity == Severity.Harmless ? 2
        : 3;
}
