using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Takes values apart, and says what is wrong with those that have another form than the language
/// demands.</summary>
internal static class QapiShape
{
    // Liberal in case and underscores, for which old schemas have exceptions; what it refuses could not stand in a dump
    // unescaped.
    private static readonly Regex s_name = new(
        @"\A(?:__[A-Za-z0-9.-]+_)?[A-Za-z0-9_][A-Za-z0-9_.-]*\z",
        RegexOptions.CultureInvariant
    );

    public static string TextOf(QapiValue value, string what) =>
        value.Kind == QapiValueKind.Text
            ? value.Text
            : throw new InputException(value.Position, $"{what} is a 'string' in quotes");

    /// <summary>A flag; false where it is not given.</summary>
    public static bool FlagOf(QapiValue? value, string what) =>
        value is { Kind: not QapiValueKind.Boolean }
            ? throw new InputException(value.Position, $"{what} is true or false, without quotes")
            : value is { IsTrue: true };

    public static IReadOnlyList<QapiValue> ItemsOf(QapiValue value, string what) =>
        value.Kind == QapiValueKind.Array
            ? value.Items
            : throw new InputException(value.Position, $"{what} is a list [ … ]");

    public static IReadOnlyList<QapiEntry> EntriesOf(QapiValue value, string what) =>
        value.Kind == QapiValueKind.Object
            ? value.Entries
            : throw new InputException(value.Position, $"{what} is an object {{ … }}");

    public static QapiValue Required(QapiValue expression, string key, string what) =>
        expression[key] ?? throw new InputException(expression.Position, $"{what} has no '{key}': add it");

    /// <exception cref="InputException">There is a key beside these.</exception>
    public static void CheckKeys(QapiValue expression, string what, params string[] known)
    {
        if (expression.Entries.FirstOrDefault(entry => !known.Contains(entry.Name)) is { } unknown)
        {
            string list = string.Join(", ", known.Select(key => $"'{key}'"));
            throw new InputException(unknown.Position, $"{what} has no key '{unknown.Name}'; it may have {list}");
        }
    }

    public static string CheckName(string name, SourceSpan position) =>
        s_name.IsMatch(name)
            ? name
            : throw new InputException(position, $"'{name}' is no name: names are letters, digits, '-', '_' and '.'");

    /// <summary>A name that the schema gives: those with <c>q_</c> are for what introspection makes itself.</summary>
    public static string CheckDefinedName(string name, SourceSpan position) =>
        CheckName(name, position).StartsWith("q_", StringComparison.Ordinal)
            ? throw new InputException(
                position,
                $"'{name}' begins with 'q_', as only names that QEMU makes do: choose another name"
            )
            : name;

    /// <exception cref="InputException">Two have one name.</exception>
    public static void CheckUnique(IEnumerable<QapiEntity> entities, string what, string owner)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (QapiEntity entity in entities)
        {
            if (!names.Add(entity.Name))
            {
                throw Twice(entity.Name, entity.Position, what, owner);
            }
        }
    }

    public static InputException Twice(string name, SourceSpan position, string what, string owner) =>
        new(position, $"{owner} has the {what} '{name}' twice: remove or rename one of them");
}
