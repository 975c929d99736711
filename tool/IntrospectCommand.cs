using System.CommandLine;
using QmpGen.Generator.Qapi;
using QmpGen.Tool.Introspection;

namespace QmpGen.Tool;

/// <summary><c>qmpgen introspect</c>: a dump with the types' own names, made from QEMU's schema source instead of a running QEMU.</summary>
internal static class IntrospectCommand
{
    private static readonly Option<string> s_qapi = new("--qapi")
    {
        Description = "The main file of the schema in QEMU's source: qapi-schema.json in qapi/, qga/ or storage-daemon/qapi/.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string[]> s_define = new("--define")
    {
        Description = "Symbols that the build defines, such as CONFIG_LINUX. What depends on others is left out.",
        HelpName = "SYMBOL",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> s_all = new("--all") { Description = "Everything of all builds, whatever it depends on." };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The file to write; - for standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    public static Command Create()
    {
        Command command = new("introspect", "Makes a dump from QEMU's schema source, with the types' own names.")
        {
            s_qapi, s_define, s_all, s_output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_all) && result.GetResult(s_define) is not null)
            {
                result.AddError("--all takes everything: leave out --define, or --all.");
            }
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        BuildConfiguration build = arguments.GetValue(s_all)
            ? BuildConfiguration.Everything
            : BuildConfiguration.Defining(arguments.GetValue(s_define) ?? []);
        try
        {
            QapiSchema schema = QapiSchema.Read(arguments.GetRequiredValue(s_qapi), path => File.Exists(path) ? File.ReadAllText(path) : null);
            Write(arguments, Introspector.Introspect(schema, build));
            return 0;
        }
        catch (QapiException e)
        {
            arguments.InvocationConfiguration.Error.WriteLine($"{e.Position}: error: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            arguments.InvocationConfiguration.Error.WriteLine($"error: {e.Message}");
        }

        return 1;
    }

    private static void Write(ParseResult arguments, string dump)
    {
        if (arguments.GetRequiredValue(s_output) is not "-" and { } path)
        {
            File.WriteAllText(path, dump);
        }
        else
        {
            arguments.InvocationConfiguration.Output.Write(dump);
        }
    }
}
