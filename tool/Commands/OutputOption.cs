using System.CommandLine;
using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Files;

namespace QmpGen.Tool.Commands;

/// <summary>The text that a command prints, and its exit status.</summary>
internal readonly record struct CommandResult(string Text, int ExitCode);

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
    public static void SetTextAction(this Command command, Func<ParseResult, string> createText) =>
        command.SetTextAction(arguments => new CommandResult(createText(arguments), 0));

    /// <inheritdoc cref="SetTextAction(Command, Func{ParseResult, string})" />
    public static void SetTextAction(this Command command, Func<ParseResult, CommandResult> createResult) =>
        command.SetTextAction((arguments, _) => Task.FromResult(createResult(arguments)));

    /// <inheritdoc cref="SetTextAction(Command, Func{ParseResult, string})" />
    public static void SetTextAction(
        this Command command,
        Func<ParseResult, CancellationToken, Task<CommandResult>> createResult
    )
    {
        command.Add(s_output);
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, createResult, cancellationToken));
    }

    private static async Task<int> RunAsync(
        ParseResult arguments,
        Func<ParseResult, CancellationToken, Task<CommandResult>> createResult,
        CancellationToken cancellationToken
    )
    {
        string path = arguments.GetRequiredValue(s_output);
        TextWriter errors = arguments.InvocationConfiguration.Error;
        try
        {
            (string text, int exitCode) = await createResult(arguments, cancellationToken);
            if (path == "-")
            {
                await arguments.InvocationConfiguration.Output.WriteAsync(text);
            }
            else
            {
                CheckTarget(path);
                await File.WriteAllTextAsync(path, text, cancellationToken);
            }

            return exitCode;
        }
        catch (InputException e)
        {
            await errors.WriteLineAsync(TerminalText.Escape($"{e.Span}: error: {e.Message}"));
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(TerminalText.Escape($"error: {e.Message}"));
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
