using System.Text.RegularExpressions;

namespace QmpGen.Generator.Qapi;

/// <summary>
/// Finds in prose which QEMU brought a thing. Many habits are in these texts, so the rule is strict, because no version
/// is better than a wrong one:
/// <list type="bullet">
/// <item>a parenthesis counts where one of its clauses, parted by comma or semicolon, is <c>since VERSION</c> and
/// nothing else;
/// <c>(since 4.1 for commands, 5.0 for the rest)</c> and <c>(since Linux 2.6)</c> do not;</item>
/// <item>so does a last sentence <c>Since VERSION.</c> of its own;</item>
/// <item>of several the lowest counts, for what a thing learned later says so too.</item>
/// </list>
/// Versions are written as QEMU writes them today: 0.14.0 is 0.14.
/// </summary>
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

    // The letter is looked for first, and only blanks are passed over behind a line's end, so that no gap is searched
    // from each place in it.
    private static readonly Regex s_sentence = new(
        @"(?:\A|(?=[Ss])(?<=[.)]\s+)|\n[ \t]*(?=S))(?i:" + Version + @")\.?\s*\z",
        RegexOptions.CultureInvariant
    );

    private static readonly Regex s_said = new(
        @$"(?<!\s)\s*\(\s*{Version}\s*\)|(?<=\()\s*{Version}\s*[,;]\s*|[,;]\s*{Version}\s*(?=[,;)])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    /// <summary>The version in a line <c>Since: VERSION</c> or <c>Since VERSION</c>; null where the line is
    /// another.</summary>
    public static string? OfSection(string line) => VersionIn(s_section.Match(line));

    /// <summary>The version in the text about one member; null where it tells none.</summary>
    public static string? OfMember(string text) =>
        s_parenthesis
            .Matches(text)
            .Cast<Match>()
            .SelectMany(parenthesis => parenthesis.Groups["clauses"].Value.Split(',', ';'))
            .Select(clause => VersionIn(s_clause.Match(clause)))
            .Append(VersionIn(s_sentence.Match(text)))
            .OfType<string>()
            .OrderBy(System.Version.Parse)
            .FirstOrDefault();

    /// <summary>The text about one member without the clauses that tell this version.</summary>
    public static string Without(string text, string version)
    {
        return s_sentence.Replace(s_said.Replace(text, Drop), Drop);

        string Drop(Match match) => VersionIn(match) == version ? "" : match.Value;
    }

    private static string? VersionIn(Match match)
    {
        string version = match.Groups["version"].Value;
        return !match.Success ? null
            : version.EndsWith(".0", StringComparison.Ordinal) && version.Split('.').Length == 3
                ? version.Substring(0, version.Length - 2)
            : version;
    }
}
