using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

/// <summary>A top-level expression, and the documentation comment before it.</summary>
internal sealed record QapiExpression(QapiValue Value, QapiToken? Documentation);

/// <summary>Parses the expressions of one QAPI file.</summary>
internal sealed class QapiSyntax
{
    // QEMU's schemas are five levels deep. The limit protects the stack from broken files.
    private const int MaxDepth = 100;

    private static readonly string[] s_definitionKinds = ["command", "event", "struct", "enum", "union", "alternate"];

    private readonly QapiScanner _scanner;
    private QapiToken _token;
    private int _depth;

    private QapiSyntax(SourceFile file)
    {
        _scanner = new QapiScanner(file);
        _token = _scanner.ReadToken();
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
                documentation = syntax.ReadToken();
                continue;
            }

            if (!syntax.IsAt("{"))
            {
                throw QapiSyntaxErrors.ExpectedDefinition(syntax._token);
            }

            expressions.Add(new(syntax.ReadValue(), documentation));
            documentation = null;
        }

        return expressions;
    }

    /// <summary>The entry with the kind and name of a definition, or null if the expression is not one.</summary>
    public static QapiEntry? FindDefinition(QapiValue expression) =>
        expression.Entries.FirstOrDefault(entry => s_definitionKinds.Contains(entry.Name));

    private QapiValue ReadValue()
    {
        QapiToken token = ReadToken();
        return token switch
        {
            { Kind: QapiTokenKind.Text } => new(QapiValueKind.Text, token.Span) { Text = token.Text },
            { Kind: QapiTokenKind.True } => new(QapiValueKind.Boolean, token.Span) { IsTrue = true },
            { Kind: QapiTokenKind.False } => new(QapiValueKind.Boolean, token.Span),
            { Kind: QapiTokenKind.Punctuation, Text: "{" } => ReadObject(token.Span),
            { Kind: QapiTokenKind.Punctuation, Text: "[" } => ReadArray(token.Span),
            _ => throw QapiSyntaxErrors.ExpectedValue(token),
        };
    }

    private QapiValue ReadObject(SourceSpan span)
    {
        List<QapiEntry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        EnterValue(span);
        if (!IsAt("}"))
        {
            do
            {
                entries.Add(ReadEntry(keys));
            } while (TryRead(","));
        }

        LeaveValue("}", span);
        return new QapiValue(QapiValueKind.Object, span) { Entries = entries };
    }

    private QapiEntry ReadEntry(HashSet<string> keys)
    {
        QapiToken key = ReadToken();
        if (key.Kind != QapiTokenKind.Text)
        {
            throw QapiSyntaxErrors.ExpectedKey(key);
        }

        if (!keys.Add(key.Text))
        {
            throw QapiSyntaxErrors.DuplicateKey(key.Span, key.Text);
        }

        return TryRead(":")
            ? new QapiEntry(key.Text, key.Span, ReadValue())
            : throw QapiSyntaxErrors.ExpectedColon(_token, key.Text);
    }

    private QapiValue ReadArray(SourceSpan span)
    {
        List<QapiValue> items = [];
        EnterValue(span);
        if (!IsAt("]"))
        {
            do
            {
                items.Add(ReadValue());
            } while (TryRead(","));
        }

        LeaveValue("]", span);
        return new QapiValue(QapiValueKind.Array, span) { Items = items };
    }

    private void EnterValue(SourceSpan span)
    {
        if (++_depth > MaxDepth)
        {
            throw QapiSyntaxErrors.TooDeep(span, MaxDepth);
        }
    }

    private void LeaveValue(string end, SourceSpan start)
    {
        _depth--;
        if (!TryRead(end))
        {
            throw QapiSyntaxErrors.ExpectedEnd(_token, end, start);
        }
    }

    private bool IsAt(string punctuation) => _token.Kind == QapiTokenKind.Punctuation && _token.Text == punctuation;

    private bool TryRead(string punctuation)
    {
        if (!IsAt(punctuation))
        {
            return false;
        }

        ReadToken();
        return true;
    }

    private QapiToken ReadToken()
    {
        QapiToken token = _token;
        _token = _scanner.ReadToken();
        return token;
    }
}
