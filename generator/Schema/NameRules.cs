using System.Globalization;

namespace QmpGen.Generator.Schema;

/// <summary>The rules for names in a schema.</summary>
/// <remarks>QAPI allows only ASCII letters, digits and three punctuation marks. Other visible characters are
/// harmless.</remarks>
internal static class NameRules
{
    private const int MaxQuotedLength = 64;

    /// <summary>Finds the rule that a name breaks.</summary>
    /// <returns>The reason, or null if the name is valid.</returns>
    public static string? FindViolation(string name)
    {
        if (name.Length > SchemaBounds.NameLength)
        {
            return $"has {name.Length} characters, but the limit is {SchemaBounds.NameLength}";
        }

        foreach (char c in name)
        {
            if (IsInvisible(c))
            {
                return $"contains the character U+{(int)c:X4}, which QAPI does not allow";
            }
        }

        return null;
    }

    /// <summary>Formats a name that can be invalid for a message.</summary>
    public static string Format(string name)
    {
        IEnumerable<char> start = name.Take(MaxQuotedLength).Select(c => c != ' ' && IsInvisible(c) ? '?' : c);
        return string.Concat(start) + (name.Length > MaxQuotedLength ? "…" : "");
    }

    private static bool IsInvisible(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
