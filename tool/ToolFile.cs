using System.CommandLine;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool;

/// <summary>A user's file is not what a command needs. The message names the file, the place in it and the
/// fault.</summary>
internal sealed class ToolException(string message) : Exception(message);

/// <summary>How the commands read and write their files, and tell what is wrong with them.</summary>
internal static class ToolFile
{
    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The file to write; - for standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: "" }])
                {
                    result.AddError("--output names no file: write - for standard output.");
                }
            },
        },
    };

    /// <summary>Lets a command make a text, which goes to the file of its option <c>-o</c>; what prevents that is told
    /// on standard error.</summary>
    public static void WritesText(this Command command, Func<ParseResult, string> make)
    {
        command.Add(s_output);
        command.SetAction(arguments => Write(arguments, make));
    }

    /// <summary>A file's text; null where it does not exist: how the reader of QEMU's source, which opens none itself,
    /// gets it.</summary>
    /// <exception cref="ToolException">It is in another encoding, in which a text seems to be one of comments or
    /// strange signs.</exception>
    public static string? ReadSource(string path)
    {
        string? text = File.Exists(path) ? File.ReadAllText(path) : null;
        return text?.Contains('\0', StringComparison.Ordinal) is true
            ? throw new ToolException($"'{path}' is no text in UTF-8.")
            : text;
    }

    /// <summary>Reads a dump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Where to tell what of it is broken and left out.</param>
    /// <exception cref="ToolException">The file is none.</exception>
    public static QmpSchema ReadDump(string path, TextWriter warnings)
    {
        (QmpSchema? schema, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile(path, File.ReadAllText(path)),
            CancellationToken.None
        );
        if (schema is null)
        {
            throw new ToolException($"{problems[0].Location}: this is no dump: {problems[0].Arguments[0]}");
        }

        foreach (Problem problem in problems)
        {
            warnings.WriteLine(
                $"{problem.Location}: warning {problem.Rule.Id}: the dump is broken here: {string.Join(", ", problem.Arguments)}"
            );
        }

        return schema;
    }

    /// <summary>Reads a catalogue of names.</summary>
    /// <exception cref="ToolException">The file is none.</exception>
    public static NameCatalogue ReadCatalogue(string path)
    {
        try
        {
            return CatalogueReader.Read(new SourceFile(path, File.ReadAllText(path)), CancellationToken.None);
        }
        catch (InputException e)
        {
            throw new ToolException($"{e.Span}: this is no catalogue of names: {e.Message}");
        }
    }

    private static int Write(ParseResult arguments, Func<ParseResult, string> make)
    {
        string path = arguments.GetRequiredValue(s_output);
        TextWriter errors = arguments.InvocationConfiguration.Error;
        try
        {
            string text = make(arguments);
            if (path == "-")
            {
                arguments.InvocationConfiguration.Output.Write(text);
            }
            else
            {
                File.WriteAllText(path, text);
            }

            return 0;
        }
        catch (InputException e)
        {
            errors.WriteLine($"{e.Span}: error: {e.Message}");
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"error: {e.Message}");
        }

        return 1;
    }
}
