using System.Text.RegularExpressions;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Qapi;

/// <summary>Reads values and names, and rejects those of the wrong form.</summary>
internal static class QapiValueReader
{
    // Old schemas use capitals and underscores. Other characters would need escapes in a dump.
    // Introspection adds the prefix 'q_obj_' and a suffix, and the generator limits the result.
    private const int MaxNameLength = SchemaBounds.NameLength - 16;

    private static readonly Regex s_name = new(
        @"\A(?:__[A-Za-z0-9.-]+_)?[A-Za-z0-9_][A-Za-z0-9_.-]*\z",
        RegexOptions.CultureInvariant
    );

    public static string ReadString(QapiValue value, string owner) =>
        value.Kind == QapiValueKind.Text ? value.Text : throw QapiSchemaErrors.NotAString(value.Span, owner);

    /// <summary>Reads a flag. A missing flag is false.</summary>
    public static bool ReadFlag(QapiValue? value, string owner) =>
        value is { Kind: not QapiValueKind.Boolean }
            ? throw QapiSchemaErrors.NotABoolean(value.Span, owner)
            : value is { IsTrue: true };

    public static IReadOnlyList<QapiValue> ReadList(QapiValue value, string owner) =>
        value.Kind == QapiValueKind.Array ? value.Items : throw QapiSchemaErrors.NotAList(value.Span, owner);

    public static IReadOnlyList<QapiEntry> ReadObject(QapiValue value, string owner) =>
        value.Kind == QapiValueKind.Object ? value.Entries : throw QapiSchemaErrors.NotAnObject(value.Span, owner);

    public static QapiValue ReadRequired(QapiValue expression, string key, string owner) =>
        expression[key] ?? throw QapiSchemaErrors.MissingKey(expression.Span, owner, key);

    /// <exception cref="InputException">The object has another key.</exception>
    public static void CheckKeys(QapiValue expression, string owner, params string[] known)
    {
        if (expression.Entries.FirstOrDefault(entry => !known.Contains(entry.Name)) is { } unknown)
        {
            throw QapiSchemaErrors.UnknownKey(unknown.Span, owner, unknown.Name, known);
        }
    }

    public static string CheckName(string name, SourceSpan span) =>
        name.Length > MaxNameLength ? throw QapiSchemaErrors.LongName(span, name, MaxNameLength)
        : s_name.IsMatch(name) ? name
        : throw QapiSchemaErrors.InvalidName(span, name);

    /// <summary>Checks the name of a definition. QEMU reserves the prefix <c>q_</c> for introspection.</summary>
    public static string CheckDefinedName(string name, SourceSpan span) =>
        CheckName(name, span).StartsWith("q_", StringComparison.Ordinal)
            ? throw QapiSchemaErrors.ReservedName(span, name)
            : name;

    /// <exception cref="InputException">Two entities have the same name.</exception>
    public static void CheckUnique(IEnumerable<QapiEntity> entities, string kind, string owner)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (QapiEntity entity in entities)
        {
            if (!names.Add(entity.Name))
            {
                throw QapiSchemaErrors.Duplicate(entity.Span, owner, kind, entity.Name);
            }
        }
    }
}
