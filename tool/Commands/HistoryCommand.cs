using System.CommandLine;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema.Selection;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Files;
using QmpGen.Tool.Reports;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen history</c>, which follows one name over several dumps.</summary>
internal static class HistoryCommand
{
    private static readonly Argument<string> s_name = new("NAME")
    {
        Description = "A command, an event or QEMU's name of a type, such as migrate, STOP or BlockInfo.",
    };

    private static readonly Argument<string[]> s_dumps = new("DUMP")
    {
        Description = "The dumps, the oldest QEMU first.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        Command command = new("history", "Prints what changed in a command, event or type over several dumps.")
        {
            s_name,
            s_dumps,
        };
        command.SetTextAction(FormatHistory);
        return command;
    }

    private static string FormatHistory(ParseResult arguments)
    {
        string name = arguments.GetRequiredValue(s_name);
        IReadOnlyList<LabeledDump> dumps = LabeledDump.ReadAll(
            arguments.GetRequiredValue(s_dumps),
            arguments.InvocationConfiguration.Error
        );
        ComparedSchema[] schemas = [.. dumps.Select(dump => new ComparedSchema(dump.Schema, [BuiltInCatalogue.Value]))];
        IReadOnlyList<HistoryEntry> entries = EntityHistory.Find(name, schemas);
        if (entries.All(entry => !entry.IsPresent))
        {
            string? nearest = NearestName.Find(name, schemas.SelectMany(EntityHistory.FindNames).Distinct());
            throw new ToolException(
                $"'{name}' is not a command, event or type in the dumps. "
                    + (nearest is null ? "Check the name; case matters." : $"Did you mean '{nearest}'?")
            );
        }

        return HistoryReport.Format(name, [.. dumps.Zip(entries, (dump, entry) => (dump.Label, entry))]);
    }
}
