using System.CommandLine;
using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Files;

namespace QmpGen.Tool.Commands;

/// <summary>The option <c>--output</c> of commands that print text.</summary>
internal static class OutputOption
{
    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The output file, or - for standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: "" }])
                {
                    result.AddError("--output requires a file name. Use - for standard output.");
                }
            },
        },
    };

    /// <summary>Writes the text that a command creates to the output file, and its errors to standard error.</summary>
    public static void SetTextAction(this Command command, Func<ParseResult, string> createText)
    {
        command.Add(s_output);
        command.SetAction(arguments => Run(arguments, createText));
    }

    private static int Run(ParseResult arguments, Func<ParseResult, string> createText)
    {
        string path = arguments.GetRequiredValue(s_output);
        TextWriter errors = arguments.InvocationConfiguration.Error;
        try
        {
            string text = createText(arguments);
            if (path == "-")
            {
                arguments.InvocationConfiguration.Output.Write(text);
            }
            else
            {
                CheckTarget(path);
                File.WriteAllText(path, text);
            }

            return 0;
        }
        catch (InputException e)
        {
            errors.WriteLine(TerminalText.Escape($"{e.Span}: error: {e.Message}"));
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(TerminalText.Escape($"error: {e.Message}"));
        }

        return 1;
    }

    /// <summary>Throws if the file is a link, whose target the user may not want to replace.</summary>
    private static void CheckTarget(string path)
    {
        // /dev/stdout is a link.
        bool isDevice = Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
        if (!isDevice && new FileInfo(path).LinkTarget is not null)
        {
            throw new ToolException($"The output '{path}' is a symbolic link. Name its target, or delete the link.");
        }
    }
}
