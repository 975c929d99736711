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
        };
        command.AddReportFormat();
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
        return arguments.FormatReport(new DiffReport(dumps[0].Label, dumps[1].Label, difference));
    }
}
