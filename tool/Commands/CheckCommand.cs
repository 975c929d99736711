using System.CommandLine;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Files;
using QmpGen.Tool.Reports;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen check</c>, which compares a running QEMU with dumps.</summary>
internal static class CheckCommand
{
    private const string SchemaQuery = "query-qmp-schema";

    private static readonly Argument<string> s_endpoint = new("ENDPOINT")
    {
        Description = "The monitor of a running QEMU, such as unix:/run/vm1.qmp or tcp:localhost:4444.",
    };

    private static readonly Option<string[]> s_schemas = new("--schema")
    {
        Description = "The dumps that a program supports. The one with the fewest breaking differences is compared.",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        Command command = new(
            "check",
            "Compares the schema of a running QEMU with the best of several dumps. The exit status is that of diff."
        )
        {
            s_endpoint,
            s_schemas,
        };
        command.AddReportFormat();
        command.SetTextAction(CheckAsync);
        return command;
    }

    private static async Task<CommandResult> CheckAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        TextWriter warnings = arguments.InvocationConfiguration.Error;
        IReadOnlyList<LabeledDump> dumps = LabeledDump.ReadAll(arguments.GetRequiredValue(s_schemas), warnings);
        LabeledDump live = await QueryAsync(arguments.GetRequiredValue(s_endpoint), warnings, cancellationToken);
        ComparedSchema schema = new(live.Schema, [BuiltInCatalogue.Value]);
        DiffReport report = dumps
            .Select(dump => new DiffReport(
                dump.Label,
                live.Label,
                SchemaComparer.Compare(new ComparedSchema(dump.Schema, [BuiltInCatalogue.Value]), schema)
            ))
            .OrderBy(report => report.Difference.Summary.Count(QmpSchemaSeverity.Runtime))
            .ThenBy(report => report.Difference.Summary.Count(QmpSchemaSeverity.Compile))
            .ThenBy(report => report.Difference.Summary.Count(QmpSchemaSeverity.Harmless))
            .First();
        return arguments.FormatReport(report);
    }

    private static async Task<LabeledDump> QueryAsync(
        string endpoint,
        TextWriter warnings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using QmpClient client = await QmpClient.ConnectAsync(
                QmpEndpoint.Parse(endpoint),
                cancellationToken: cancellationToken
            );
            QmpValue reply = await client.ExecuteRawAsync(SchemaQuery, cancellationToken: cancellationToken);
            QmpVersion version = client.Greeting.Version;
            QmpSchema schema = InputFile.ParseDump(new SourceFile(endpoint, reply.Json.GetRawText()), warnings);
            return new LabeledDump($"{endpoint} ({version.Major}.{version.Minor}.{version.Micro})", schema);
        }
        catch (ArgumentException e)
        {
            // The name of the parameter, which .NET appends, does not help the user.
            throw new ToolException(e.Message.Split(" (Parameter ")[0]);
        }
        catch (QmpException e)
        {
            throw new ToolException(e.Message);
        }
    }
}
