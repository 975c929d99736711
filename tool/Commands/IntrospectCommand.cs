using System.CommandLine;
using QmpGen.Tool.Files;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen introspect</c>, which creates a dump from QEMU's source.</summary>
internal static class IntrospectCommand
{
    private static readonly Option<string> s_qapi = new("--qapi")
    {
        Description =
            "The main file of the schema in QEMU's source: "
            + "qapi/qapi-schema.json, qga/qapi-schema.json or storage-daemon/qapi/qapi-schema.json.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string[]> s_define = new("--define")
    {
        Description = "Symbols that the build defines, such as CONFIG_LINUX. Default: none.",
        HelpName = "SYMBOL",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> s_all = new("--all")
    {
        Description = "Include the conditional parts of all builds.",
    };

    public static Command Create()
    {
        Command command = new("introspect", "Creates a dump with QEMU's type names from QEMU's source.")
        {
            s_qapi,
            s_define,
            s_all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_all) && result.GetResult(s_define) is not null)
            {
                result.AddError("--all and --define cannot be combined. Remove one of them.");
            }
        });
        command.SetTextAction(CreateDump);
        return command;
    }

    private static string CreateDump(ParseResult arguments)
    {
        string file = arguments.GetRequiredValue(s_qapi);
        if (Directory.Exists(file))
        {
            throw new ToolException($"'{file}' is a directory. Name the qapi-schema.json in it.");
        }

        SourceTree tree = SourceTree.FromMainFile(file);
        QapiSchema schema = QapiSchema.Read(file, tree.Read);
        if (!schema.Definitions.Any(definition => definition is QapiCommand or QapiEvent))
        {
            throw new ToolException(
                $"'{file}' and the files it includes do not define a command or an event. "
                    + "Name the main file of a schema."
            );
        }

        BuildConfiguration build = arguments.GetValue(s_all)
            ? BuildConfiguration.AllParts
            : CreateBuild(schema, arguments);
        return FormatGreeting(tree) + JsonFormatter.FormatLines(Introspector.Introspect(schema, build), depth: 1);
    }

    /// <summary>Formats a greeting that contains the version of QEMU's source.</summary>
    /// <returns>An empty text if the source does not contain the version.</returns>
    private static string FormatGreeting(SourceTree tree)
    {
        if (
            tree.Read(Path.Combine(tree.Folder, "VERSION")) is not { } text
            || !Version.TryParse(text.Trim(), out Version? version)
            || version.Build < 0
        )
        {
            return "";
        }

        string qemu = $$"""{"micro": {{version.Build}}, "minor": {{version.Minor}}, "major": {{version.Major}}}""";
        return $$$"""{"QMP": {"version": {"qemu": {{{qemu}}}, "package": ""}, "capabilities": []}}""" + "\n";
    }

    /// <summary>Creates the build of <c>--define</c>. An unused symbol is only a warning.</summary>
    private static BuildConfiguration CreateBuild(QapiSchema schema, ParseResult arguments)
    {
        string[] symbols = arguments.GetValue(s_define) ?? [];
        foreach (string unknown in symbols.Except(ConditionSymbols.Find(schema)))
        {
            arguments.InvocationConfiguration.Error.WriteLine(
                $"warning: --define {TerminalText.Escape(unknown)} has no effect: the schema does not use this symbol."
            );
        }

        return BuildConfiguration.FromSymbols(symbols);
    }
}
