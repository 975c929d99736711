using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Parses a C preprocessor condition such as <c>defined(A) &amp;&amp; !defined(B)</c>.</summary>
internal sealed class PreprocessorConditionParser(QapiValue value)
{
    // QEMU's conditions are two levels deep. The limit protects the stack from broken files.
    private const int MaxDepth = 100;

    private static readonly Regex s_defined = new(
        @"\Gdefined\s*(?:\(\s*(?<symbol>[A-Za-z_]\w*)\s*\)|(?<symbol>[A-Za-z_]\w*))",
        RegexOptions.CultureInvariant
    );

    private int _position;
    private int _depth;

    /// <exception cref="InputException">The text is not a condition.</exception>
    public QapiCondition Parse()
    {
        QapiCondition condition = ParseAny();
        return _position == value.Text.Length ? condition : throw InvalidCondition();
    }

    private QapiCondition ParseAny()
    {
        List<QapiCondition> parts = [ParseAll()];
        while (TryRead("||"))
        {
            parts.Add(ParseAll());
        }

        return parts.Count == 1 ? parts[0] : new AnyCondition(parts);
    }

    private QapiCondition ParseAll()
    {
        List<QapiCondition> parts = [ParseOperand()];
        while (TryRead("&&"))
        {
            parts.Add(ParseOperand());
        }

        return parts.Count == 1 ? parts[0] : new AllCondition(parts);
    }

    private QapiCondition ParseOperand()
    {
        if (++_depth > MaxDepth)
        {
            throw QapiSchemaErrors.ConditionTooDeep(CurrentSpan, MaxDepth);
        }

        QapiCondition condition = ParseUnlimited();
        _depth--;
        return condition;
    }

    private QapiCondition ParseUnlimited()
    {
        if (TryRead("!"))
        {
            return new NotCondition(ParseOperand());
        }

        if (TryRead("("))
        {
            QapiCondition inner = ParseAny();
            return TryRead(")") ? inner : throw InvalidCondition();
        }

        Match match = s_defined.Match(value.Text, _position);
        if (!match.Success)
        {
            throw InvalidCondition();
        }

        _position += match.Length;
        SkipSpace();
        return new SymbolCondition(match.Groups["symbol"].Value);
    }

    private bool TryRead(string operation)
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

    // The text starts after the quote. Conditions do not contain escapes, so columns match.
    private SourceSpan CurrentSpan
    {
        get
        {
            int offset = value.Span.Start + 1 + _position;
            return new SourceSpan(value.Span.File, offset, offset);
        }
    }

    private InputException InvalidCondition() => QapiSchemaErrors.InvalidCondition(CurrentSpan, value.Text);
}
