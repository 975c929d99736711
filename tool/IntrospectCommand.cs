using System.CommandLine;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool;

/// <summary><c>qmpgen introspect</c>: a dump with the types' own names, made from QEMU's schema source instead of a
/// running QEMU.</summary>
internal static class IntrospectCommand
{
    private static readonly Option<string> s_qapi = new("--qapi")
    {
        Description =
            "The main file of the schema in QEMU's source: qapi-schema.json in qapi/, qga/ or storage-daemon/qapi/.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string[]> s_define = new("--define")
    {
        Description = "Symbols that the build defines, such as CONFIG_LINUX. What depends on others is left out.",
        HelpName = "SYMBOL",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> s_all = new("--all")
    {
        Description = "Everything of all builds, whatever it depends on.",
    };

    public static Command Create()
    {
        Command command = new("introspect", "Makes a dump from QEMU's schema source, with the types' own names.")
        {
            s_qapi,
            s_define,
            s_all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_all) && result.GetResult(s_define) is not null)
            {
                result.AddError("--all takes everything: leave out --define, or --all.");
            }
        });
        command.WritesText(Run);
        return command;
    }

    private static string Run(ParseResult arguments)
    {
        string file = arguments.GetRequiredValue(s_qapi);
        if (Directory.Exists(file))
        {
            throw new ToolException($"'{file}' is a directory: name its qapi-schema.json.");
        }

        QapiSchema schema = QapiSchema.Read(file, ToolFile.ReadSource);
        if (!schema.Definitions.Any(definition => definition is QapiCommand or QapiEvent))
        {
            throw new ToolException(
                $"There is nothing to introspect: '{file}' and what it includes define no command and no event."
            );
        }

        return Introspector.Introspect(
            schema,
            arguments.GetValue(s_all) ? BuildConfiguration.Everything : BuildOf(schema, arguments)
        );
    }

    /// <summary>The build of <c>--define</c>. A symbol that the schema does not know may be of another release: that is
    /// only a warning.</summary>
    private static BuildConfiguration BuildOf(QapiSchema schema, ParseResult arguments)
    {
        string[] symbols = arguments.GetValue(s_define) ?? [];
        foreach (string unknown in symbols.Except(SchemaSymbols.Of(schema)))
        {
            arguments.InvocationConfiguration.Error.WriteLine(
                $"warning: no condition of the schema mentions '{unknown}'."
            );
        }

        return BuildConfiguration.Defining(symbols);
    }
}
