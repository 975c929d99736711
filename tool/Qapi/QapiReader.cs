using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Reads the files of a schema, each once. It opens none itself, because a generator may not.</summary>
internal sealed class QapiReader(Func<string, string?> readFile, List<QapiTypeReference> references)
{
    // QEMU introspects file by file, in the order in which they are first met.
    private readonly List<List<QapiDefinition>> _files = [];
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = [];
    private readonly DefinitionParser _parser = new(references);

    /// <exception cref="InputException">A file is no QAPI, or an included one does not exist.</exception>
    public IReadOnlyList<QapiDefinition> Read(string file)
    {
        ReadFile(file, SourceSpan.FromPath(file));
        return [.. _files.SelectMany(definitions => definitions)];
    }

    private void ReadFile(string file, SourceSpan place)
    {
        if (_open.Contains(file))
        {
            throw new InputException(
                place,
                $"inclusion loop for '{file}': it includes this file, so remove one of the two includes"
            );
        }

        if (!_met.Add(file))
        {
            return;
        }

        string text = readFile(file) ?? throw new InputException(place, $"there is no file '{file}'");
        List<QapiDefinition> definitions = [];
        _files.Add(definitions);
        _open.Push(file);
        foreach (QapiExpression expression in QapiSyntax.Read(new SourceFile(file, text)))
        {
            Add(expression, file, definitions);
        }

        _open.Pop();
    }

    private void Add(QapiExpression expression, string file, List<QapiDefinition> definitions)
    {
        if (expression.Value["include"] is { } include)
        {
            QapiShape.CheckKeys(expression.Value, "an include", "include");
            ReadFile(QapiPath.Beside(file, QapiShape.TextOf(include, "the file to include")), include.Position);
        }
        else if (expression.Value["pragma"] is { } pragma)
        {
            // Pragmas loosen the rules of style, which are QEMU's to check.
            QapiShape.EntriesOf(pragma, "a pragma");
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
