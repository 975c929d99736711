using System.CommandLine;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool;

/// <summary>A user's file is not what a command needs. The message names the file, the place in it and the fault.</summary>
internal sealed class ToolException(string message) : Exception(message);

/// <summary>How the commands read and write their files, and tell what is wrong with them.</summary>
internal static class ToolFile
{
    /// <summary>The option that says where a command's result goes.</summary>
    public static Option<string> OutputOption() => new("--output", "-o")
    {
        Description = "The file to write; - for standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    /// <summary>Writes what a command makes, or tells on standard error why it cannot.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(string path, Func<string> make)
    {
        try
        {
            string text = make();
            if (path == "-")
            {
                Console.Out.Write(text);
            }
            else
            {
                File.WriteAllText(path, text);
            }

            return 0;
        }
        catch (QapiException e)
        {
            Console.Error.WriteLine($"{e.Position}: error: {e.Message}");
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
        }

        return 1;
    }

    /// <summary>A file's text; null where it does not exist: how the reader of QEMU's source, which opens none itself, gets it.</summary>
    public static string? ReadSource(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Reads a dump.</summary>
    /// <exception cref="ToolException">The file is none.</exception>
    public static QmpSchema ReadDump(string path)
    {
        string text = File.ReadAllText(path);
        QmpSchema? schema = SchemaReader.Read(text, out IReadOnlyList<SchemaProblem> problems, CancellationToken.None);
        return schema ?? throw new ToolException(
            $"{Place(path, text, problems[0].Start)}: this is no dump: {(problems[0].Arguments is [string fault, ..] ? fault : "it holds no answer to query-qmp-schema")}");
    }

    /// <summary>Reads a catalogue of names.</summary>
    /// <exception cref="ToolException">The file is none.</exception>
    public static NameCatalogue ReadCatalogue(string path)
    {
        string text = File.ReadAllText(path);
        try
        {
            return CatalogueReader.Read(text, CancellationToken.None);
        }
        catch (CatalogueException e)
        {
            throw new ToolException($"{Place(path, text, e.Start)}: this is no catalogue of names: {e.Message}");
        }
    }

    private static string Place(string path, string text, int position)
    {
        string before = text[..position];
        return $"{path}:{before.Count(c => c == '\n') + 1}:{position - before.LastIndexOf('\n')}";
    }
}
