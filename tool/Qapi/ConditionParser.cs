using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>
/// Reads what stands under <c>'if'</c>: since 6.1 a symbol or an object of <c>all</c>, <c>any</c> and <c>not</c>;
/// before that the text of a
/// C preprocessor condition, or a list of them which must all hold.
/// </summary>
internal static class ConditionParser
{
    private static readonly Regex s_symbol = new(@"\A[A-Za-z_]\w*\z", RegexOptions.CultureInvariant);

    /// <exception cref="InputException">It is no condition.</exception>
    public static QapiCondition Parse(QapiValue value) =>
        value.Kind switch
        {
            QapiValueKind.Text when s_symbol.IsMatch(value.Text) => new SymbolCondition(value.Text),
            QapiValueKind.Text => new PreprocessorCondition(value).Parse(),
            QapiValueKind.Array => new AllCondition(PartsOf(value)),
            QapiValueKind.Object when value.Entries.Count == 1 => ParseOperator(value.Entries[0]),
            _ => throw new InputException(
                value.Position,
                "this is no condition: write 'SYMBOL', {'all': [ … ]}, {'any': [ … ]} or {'not': … }"
            ),
        };

    private static QapiCondition ParseOperator(QapiEntry entry) =>
        entry.Name switch
        {
            "all" => new AllCondition(PartsOf(entry.Value)),
            "any" => new AnyCondition(PartsOf(entry.Value)),
            "not" => new NotCondition(Parse(entry.Value)),
            _ => throw new InputException(
                entry.Position,
                $"'{entry.Name}' joins no conditions: write 'all', 'any' or 'not'"
            ),
        };

    private static QapiCondition[] PartsOf(QapiValue list) =>
        list.Kind == QapiValueKind.Array && list.Items.Count > 0
            ? [.. list.Items.Select(Parse)]
            : throw new InputException(list.Position, "a list of at least one condition is expected here");
}
