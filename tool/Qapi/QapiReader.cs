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

    /// <exception cref="QapiException">A file is no QAPI, or an included one does not exist.</exception>
    public IReadOnlyList<QapiDefinition> Read(string file)
    {
        ReadFile(file, new QapiPosition(file, 1, 1));
        return [.. _files.SelectMany(definitions => definitions)];
    }

    private void ReadFile(string file, QapiPosition place)
    {
        if (_open.Contains(file))
        {
            throw new QapiException(
                place,
                $"inclusion loop for '{file}': it includes this file, so remove one of the two includes"
            );
        }

        if (!_met.Add(file))
        {
            return;
        }

        string text = readFile(file) ?? throw new QapiException(place, $"there is no file '{file}'");
        List<QapiDefinition> definitions = [];
        _files.Add(definitions);
        _open.Push(file);
        foreach (QapiExpression expression in QapiSyntax.Read(file, text))
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
