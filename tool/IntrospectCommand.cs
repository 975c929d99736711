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

    public static Command Create()
    {
        Command command = new("introspect", "Makes a dump from QEMU's schema source, with the types' own names.")
        {
            s_qapi, s_define, s_all,
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
        BuildConfiguration build = arguments.GetValue(s_all)
            ? BuildConfiguration.Everything
            : BuildConfiguration.Defining(arguments.GetValue(s_define) ?? []);
        return Introspector.Introspect(QapiSchema.Read(arguments.GetRequiredValue(s_qapi), ToolFile.ReadSource), build);
    }
}
