using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;
using QmpGen.Tool.Files;

namespace QmpGen.Tool.Qapi;

/// <summary>Reads each file of a schema once.</summary>
internal sealed class QapiReader(Func<string, string?> readFile, List<QapiTypeReference> references)
{
    // QEMU's own files are nested two levels deep.
    private const int MaxDepth = 100;

    // QEMU introspects one file after another, in the order of the first include.
    private readonly List<List<QapiDefinition>> _files = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Stack<string> _openFiles = [];
    private readonly DefinitionParser _parser = new(references);

    /// <exception cref="InputException">A file is missing or is not QAPI.</exception>
    public IReadOnlyList<QapiDefinition> Read(string file)
    {
        ReadFile(file, SourceSpan.FromFile(file));
        return [.. _files.SelectMany(definitions => definitions)];
    }

    private void ReadFile(string file, SourceSpan span)
    {
        if (_openFiles.Contains(file))
        {
            throw QapiSchemaErrors.IncludeLoop(span, file);
        }

        if (!_read.Add(file))
        {
            return;
        }

        if (_openFiles.Count > MaxDepth)
        {
            throw QapiSchemaErrors.IncludesTooDeep(span, MaxDepth);
        }

        string text = ReadText(file, span) ?? throw QapiSchemaErrors.FileNotFound(span, file);
        List<QapiDefinition> definitions = [];
        _files.Add(definitions);
        _openFiles.Push(file);
        foreach (QapiExpression expression in QapiSyntax.Read(new SourceFile(file, text)))
        {
            AddExpression(expression, file, definitions);
        }

        _openFiles.Pop();
    }

    private string? ReadText(string file, SourceSpan span)
    {
        try
        {
            return readFile(file);
        }
        catch (Exception e)
            when (_openFiles.Count > 0 && e is (ToolException or IOException or UnauthorizedAccessException))
        {
            throw QapiSchemaErrors.UnusableFile(span, file, e.Message);
        }
    }

    private void AddExpression(QapiExpression expression, string file, List<QapiDefinition> definitions)
    {
        if (expression.Value["include"] is { } include)
        {
            QapiValueReader.CheckKeys(expression.Value, "an include", "include");
            ReadFile(
                IncludePath.Resolve(file, QapiValueReader.ReadString(include, "the file to include")),
                include.Span
            );
        }
        else if (expression.Value["pragma"] is { } pragma)
        {
            // Pragmas only relax QEMU's style checks.
            QapiValueReader.ReadObject(pragma, "a pragma");
        }
        else
        {
            QapiDoc? doc = expression.Documentation is { } documentation
                ? QapiDocParser.Parse(documentation.Text)
                : null;
            definitions.Add(_parser.Parse(expression.Value, doc ?? QapiDoc.None));
        }
    }
}
