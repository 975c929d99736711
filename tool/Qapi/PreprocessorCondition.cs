using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Reads a condition in the notation of the C preprocessor: <c>defined(A) &amp;&amp; !(defined(B) ||
/// defined(C))</c>.</summary>
internal sealed class PreprocessorCondition(QapiValue value)
{
    // QEMU's conditions are two levels deep; the limit keeps a broken one from exhausting the stack.
    private const int MaxDepth = 100;

    private static readonly Regex s_defined = new(
        @"\Gdefined\s*(?:\(\s*(?<symbol>[A-Za-z_]\w*)\s*\)|(?<symbol>[A-Za-z_]\w*))",
        RegexOptions.CultureInvariant
    );

    private int _position;
    private int _depth;

    /// <exception cref="InputException">The text is no such condition.</exception>
    public QapiCondition Parse()
    {
        QapiCondition condition = ReadAny();
        return _position == value.Text.Length ? condition : throw Unexpected();
    }

    private QapiCondition ReadAny()
    {
        List<QapiCondition> parts = [ReadAll()];
        while (TryTake("||"))
        {
            parts.Add(ReadAll());
        }

        return parts.Count == 1 ? parts[0] : new AnyCondition(parts);
    }

    private QapiCondition ReadAll()
    {
        List<QapiCondition> parts = [ReadOne()];
        while (TryTake("&&"))
        {
            parts.Add(ReadOne());
        }

        return parts.Count == 1 ? parts[0] : new AllCondition(parts);
    }

    private QapiCondition ReadOne()
    {
        if (++_depth > MaxDepth)
        {
            throw new InputException(
                Here(),
                $"the condition is nested deeper than {MaxDepth} levels here, which no schema's is"
            );
        }

        QapiCondition condition = ReadNested();
        _depth--;
        return condition;
    }

    private QapiCondition ReadNested()
    {
        if (TryTake("!"))
        {
            return new NotCondition(ReadOne());
        }

        if (TryTake("("))
        {
            QapiCondition inner = ReadAny();
            return TryTake(")") ? inner : throw Unexpected();
        }

        Match match = s_defined.Match(value.Text, _position);
        if (!match.Success)
        {
            throw Unexpected();
        }

        _position += match.Length;
        SkipSpace();
        return new SymbolCondition(match.Groups["symbol"].Value);
    }

    private bool TryTake(string operation)
    {
        SkipSpace();
        if (string.CompareOrdinal(value.Text, _position, operation, 0, operation.Length) != 0)
        {
            return false;
        }

        _position += operation.Length;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_position < value.Text.Length && value.Text[_position] == ' ')
        {
            _position++;
        }
    }

    // The text begins after the quote, and no name or condition holds an escape.
    private SourceSpan Here() => value.Position with { Start = value.Position.Start + 1 + _position, End = value.Position.Start + 1 + _position };

    private InputException Unexpected() =>
        new(
            Here(),
            $"'{value.Text}' is no condition from here on: write 'SYMBOL', or defined(SYMBOL) joined by &&, || and !"
        );
}
