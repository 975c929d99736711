using System.CommandLine;
using QmpGen.Tool.Commands;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Runs the tool with command-line arguments.</summary>
internal static class ToolRunner
{
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        InvocationConfiguration configuration = new() { Output = output, Error = error };
        int exitCode = ToolRootCommand.Create().Parse(arguments).Invoke(configuration);
        return (exitCode, output.ToString(), error.ToString());
    }
}
