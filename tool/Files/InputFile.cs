using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Files;

/// <summary>Reads the input files of the commands.</summary>
internal static class InputFile
{
    /// <summary>Reads QAPI source. Returns null if the file does not exist.</summary>
    /// <exception cref="ToolException">The file is not UTF-8 text.</exception>
    public static string? ReadSource(string path)
    {
        string? text = File.Exists(path) ? File.ReadAllText(path) : null;

        // In UTF-16 without a byte order mark, a schema would look like one long comment.
        return text?.Contains('\0', StringComparison.Ordinal) is true
            ? throw new ToolException($"'{path}' is not UTF-8 text. Save it as UTF-8.")
            : text;
    }

    /// <summary>Reads a dump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Receives a line for each part of the dump that is skipped.</param>
    /// <exception cref="ToolException">The file is not a dump.</exception>
    public static QmpSchema ReadDump(string path, TextWriter warnings)
    {
        string text = File.ReadAllText(path);
        QmpSchema? schema = SchemaReader.Read(text, out IReadOnlyList<SchemaProblem> problems, CancellationToken.None);
        if (schema is null)
        {
            string reason = problems[0].Arguments is [string first, ..]
                ? first
                : "it does not contain a reply to query-qmp-schema";
            throw new ToolException($"{FormatPlace(path, text, problems[0].Start)}: not a schema dump: {reason}");
        }

        foreach (SchemaProblem problem in problems)
        {
            string place = FormatPlace(path, text, problem.Start);
            string arguments = string.Join(", ", problem.Arguments);
            warnings.WriteLine($"{place}: warning {problem.Rule}: skipped an invalid part of the dump: {arguments}");
        }

        return schema;
    }

    /// <summary>Reads a name catalogue.</summary>
    /// <exception cref="ToolException">The file is not a catalogue.</exception>
    public static NameCatalogue ReadCatalogue(string path)
    {
        string text = File.ReadAllText(path);
        try
        {
            return CatalogueReader.Read(text, CancellationToken.None);
        }
        catch (CatalogueException e)
        {
            throw new ToolException($"{FormatPlace(path, text, e.Start)}: not a name catalogue: {e.Message}");
        }
    }

    private static string FormatPlace(string path, string text, int position)
    {
        string before = text[..position];
        return $"{path}:{before.Count(c => c == '\n') + 1}:{position - before.LastIndexOf('\n')}";
    }
}
