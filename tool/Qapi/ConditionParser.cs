using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Parses the value of <c>'if'</c>.</summary>
/// <remarks>
/// QEMU 6.1 and later use a symbol, or an object with <c>all</c>, <c>any</c> or <c>not</c>. Older releases use a C
/// preprocessor condition, or a list of conditions that must all hold.
/// </remarks>
internal static class ConditionParser
{
    private static readonly Regex s_symbol = new(@"\A[A-Za-z_]\w*\z", RegexOptions.CultureInvariant);

    /// <exception cref="InputException">The value is not a condition.</exception>
    public static QapiCondition Parse(QapiValue value) =>
        value.Kind switch
        {
            QapiValueKind.Text when s_symbol.IsMatch(value.Text) => new SymbolCondition(value.Text),
            QapiValueKind.Text => new PreprocessorConditionParser(value).Parse(),
            QapiValueKind.Array => new AllCondition(ParseList(value)),
            QapiValueKind.Object when value.Entries.Count == 1 => ParseOperator(value.Entries[0]),
            _ => throw QapiSchemaErrors.NotACondition(value.Span),
        };

    private static QapiCondition ParseOperator(QapiEntry entry) =>
        entry.Name switch
        {
            "all" => new AllCondition(ParseList(entry.Value)),
            "any" => new AnyCondition(ParseList(entry.Value)),
            "not" => new NotCondition(Parse(entry.Value)),
            _ => throw QapiSchemaErrors.UnknownOperator(entry.Span, entry.Name),
        };

    private static QapiCondition[] ParseList(QapiValue list) =>
        list.Kind == QapiValueKind.Array && list.Items.Count > 0
            ? [.. list.Items.Select(Parse)]
            : throw QapiSchemaErrors.NoConditions(list.Span);
}
