using System.Globalization;

namespace QmpGen.Generator.Model;

/// <summary>Escapes names for the schema text, whose tokens contain punctuation.</summary>
internal static class SchemaTextName
{
    /// <summary>Escapes a wire name or feature.</summary>
    /// <remarks>ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay. Other characters become <c>%</c> and four
    /// hexadecimal digits; the empty name is <c>%</c>.</remarks>
    public static string Escape(string name) =>
        name.Length == 0 ? "%"
        : name.All(IsPlain) ? name
        : string.Concat(
            name.Select(c => IsPlain(c) ? c.ToString() : "%" + ((int)c).ToString("X4", CultureInfo.InvariantCulture))
        );

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.';
}
