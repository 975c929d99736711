using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Files;

/// <summary>Reads the input files of the commands.</summary>
internal static class InputFile
{
    /// <summary>Reads a dump.</summary>
    /// <param name="warnings">Receives a line for each part of the dump that is skipped.</param>
    /// <exception cref="ToolException">The file is not a dump.</exception>
    public static QmpSchema ReadDump(string path, TextWriter warnings)
    {
        (QmpSchema? schema, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile(path, TextFile.Read(path)),
            CancellationToken.None
        );
        if (schema is null)
        {
            throw new ToolException($"{problems[0].Location}: not a schema dump: {problems[0].Arguments[0]}");
        }

        foreach (Problem problem in problems)
        {
            warnings.WriteLine(
                TerminalText.Escape($"{problem.Location}: warning {problem.Rule.Id}: {problem.Message}")
            );
        }

        return schema;
    }

    /// <summary>Reads a name catalogue.</summary>
    /// <exception cref="ToolException">The file is not a catalogue.</exception>
    public static NameCatalogue ReadCatalogue(string path)
    {
        try
        {
            return CatalogueReader.Read(new SourceFile(path, TextFile.Read(path)), CancellationToken.None);
        }
        catch (InputException e)
        {
            throw new ToolException($"{e.Span}: not a name catalogue: {e.Message}");
        }
    }
}
