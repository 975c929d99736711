using System.Text.RegularExpressions;

namespace QmpGen.Generator.Qapi;

/// <summary>Finds the QEMU version that introduced an item in its documentation.</summary>
/// <remarks>
/// The rule is strict because a missing version is better than a wrong one. These forms count, and the lowest version
/// wins:
/// <list type="bullet">
/// <item>a clause <c>since VERSION</c> in parentheses, separated by commas or semicolons. <c>(since Linux 2.6)</c> and
/// <c>(since 4.1 for commands, 5.0 for the rest)</c> do not count;</item>
/// <item>a last sentence <c>Since VERSION.</c></item>
/// </list>
/// Versions use QEMU's current notation: 0.14.0 becomes 0.14.
/// </remarks>
internal static class SinceText
{
    private const string Number = @"(?<version>[0-9]{1,4}\.[0-9]{1,4}(?:\.[0-9]{1,4})?)(?!\.?\d)";
    private const string Version = @"since:?\s+(?:QEMU\s+)?" + Number;

    private static readonly Regex s_section = new(
        @$"\A@?Since(?::\s*{Number}|\s+{Number}\.?\z)",
        RegexOptions.CultureInvariant
    );
    private static readonly Regex s_parenthesis = new(@"\((?<clauses>[^()]*)\)", RegexOptions.CultureInvariant);
    private static readonly Regex s_clause = new(
        @"\A\s*" + Version + @"\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    // Matching the letter first, and only spaces after a line break, avoids quadratic time in long runs of spaces.
    private static readonly Regex s_sentence = new(
        @"(?:\A|(?=[Ss])(?<=[.)]\s+)|\n[ \t]*(?=S))(?i:" + Version + @")\.?\s*\z",
        RegexOptions.CultureInvariant
    );

    private static readonly Regex s_removable = new(
        @$"(?<!\s)\s*\(\s*{Version}\s*\)|(?<=\()\s*{Version}\s*[,;]\s*|[,;]\s*{Version}\s*(?=[,;)])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    /// <summary>Finds the version in a line <c>Since: VERSION</c> or <c>Since VERSION</c>.</summary>
    public static string? FindInSection(string line) => GetVersion(s_section.Match(line));

    /// <summary>Finds the version in the documentation of a member.</summary>
    public static string? FindInMember(string text) =>
        s_parenthesis
            .Matches(text)
            .Cast<Match>()
            .SelectMany(parenthesis => parenthesis.Groups["clauses"].Value.Split(',', ';'))
            .Select(clause => GetVersion(s_clause.Match(clause)))
            .Append(GetVersion(s_sentence.Match(text)))
            .OfType<string>()
            .OrderBy(System.Version.Parse)
            .FirstOrDefault();

    /// <summary>Removes the clauses with the given version from the documentation of a member.</summary>
    public static string RemoveVersion(string text, string version)
    {
        return s_sentence.Replace(s_removable.Replace(text, RemoveMatch), RemoveMatch);

        string RemoveMatch(Match match) => GetVersion(match) == version ? "" : match.Value;
    }

    private static string? GetVersion(Match match)
    {
        string version = match.Groups["version"].Value;
        return !match.Success ? null
            : version.EndsWith(".0", StringComparison.Ordinal) && version.Split('.').Length == 3
                ? version.Substring(0, version.Length - 2)
            : version;
    }
}
