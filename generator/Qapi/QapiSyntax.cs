using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

/// <summary>One expression of the top level, and the text of the documentation comment before it.</summary>
internal sealed record QapiExpression(QapiValue Value, QapiToken? Documentation);

/// <summary>Reads the expressions of one file.</summary>
internal sealed class QapiSyntax
{
    // A schema is five levels deep; the limit keeps a broken file from exhausting the stack.
    private const int MaxDepth = 100;

    private static readonly string[] s_kinds = ["command", "event", "struct", "enum", "union", "alternate"];

    private readonly QapiScanner _scanner;
    private QapiToken _token;
    private int _depth;

    private QapiSyntax(SourceFile file)
    {
        _scanner = new QapiScanner(file);
        _token = _scanner.Next();
    }

    /// <exception cref="InputException">The text is not QAPI.</exception>
    public static IReadOnlyList<QapiExpression> Read(SourceFile file)
    {
        QapiSyntax syntax = new(file);
        List<QapiExpression> expressions = [];
        QapiToken? documentation = null;
        while (syntax._token.Kind != QapiTokenKind.End)
        {
            if (syntax._token.Kind == QapiTokenKind.Documentation)
            {
                documentation = syntax.Take();
                continue;
            }

            if (!syntax.At("{"))
            {
                throw new InputException(
                    syntax._token.Position,
                    $"{syntax._token.Description} stands where a definition '{{ … }}' is expected"
                );
            }

            expressions.Add(new(syntax.ReadValue(), documentation));
            documentation = null;
        }

        return expressions;
    }

    /// <summary>The entry with the kind and name of a definition, or null if the expression defines nothing.</summary>
    public static QapiEntry? KindOf(QapiValue expression) =>
        expression.Entries.FirstOrDefault(entry => s_kinds.Contains(entry.Name));

    private QapiValue ReadValue()
    {
        QapiToken token = Take();
        return token switch
        {
            { Kind: QapiTokenKind.Text } => new(QapiValueKind.Text, token.Position) { Text = token.Text },
            { Kind: QapiTokenKind.True } => new(QapiValueKind.Boolean, token.Position) { IsTrue = true },
            { Kind: QapiTokenKind.False } => new(QapiValueKind.Boolean, token.Position),
            { Kind: QapiTokenKind.Punctuation, Text: "{" } => ReadObject(token.Position),
            { Kind: QapiTokenKind.Punctuation, Text: "[" } => ReadArray(token.Position),
            _ => throw new InputException(
                token.Position,
                $"{token.Description} stands where a value is expected: a 'string', true, false, {{ … }} or [ … ]"
            ),
        };
    }

    private QapiValue ReadObject(SourceSpan position)
    {
        List<QapiEntry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        Enter(position);
        if (!At("}"))
        {
            do
            {
                entries.Add(ReadEntry(keys));
            } while (TryTake(","));
        }

        Leave("}", position);
        return new QapiValue(QapiValueKind.Object, position) { Entries = entries };
    }

    private QapiEntry ReadEntry(HashSet<string> keys)
    {
        QapiToken key = Take();
        if (key.Kind != QapiTokenKind.Text)
        {
            throw new InputException(key.Position, $"{key.Description} stands where a key in quotes is expected");
        }

        if (!keys.Add(key.Text))
        {
            throw new InputException(key.Position, $"the key '{key.Text}' stands here twice: remove one of them");
        }

        if (!TryTake(":"))
        {
            throw new InputException(
                _token.Position,
                $"{_token.Description} stands where ':' is expected after the key '{key.Text}'"
            );
        }

        return new QapiEntry(key.Text, key.Position, ReadValue());
    }

    private QapiValue ReadArray(SourceSpan position)
    {
        List<QapiValue> items = [];
        Enter(position);
        if (!At("]"))
        {
            do
            {
                items.Add(ReadValue());
            } while (TryTake(","));
        }

        Leave("]", position);
        return new QapiValue(QapiValueKind.Array, position) { Items = items };
    }

    private void Enter(SourceSpan position)
    {
        if (++_depth > MaxDepth)
        {
            throw new InputException(
                position,
                $"values are nested deeper than {MaxDepth} levels here, which no schema is"
            );
        }
    }

    private void Leave(string end, SourceSpan start)
    {
        _depth--;
        if (!TryTake(end))
        {
            (int line, int column) = start.Position;
            throw new InputException(
                _token.Position,
                $"{_token.Description} stands where ',' or '{end}' is expected in what begins at line {line}, column {column}"
            );
        }
    }

    private bool At(string punctuation) => _token.Kind == QapiTokenKind.Punctuation && _token.Text == punctuation;

    private bool TryTake(string punctuation)
    {
        if (!At(punctuation))
        {
            return false;
        }

        Take();
        return true;
    }

    private QapiToken Take()
    {
        QapiToken token = _token;
        _token = _scanner.Next();
        return token;
    }
}
