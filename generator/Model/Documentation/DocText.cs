using System.Text.RegularExpressions;
using QmpGen.Generator.Qapi;

namespace QmpGen.Generator.Model.Documentation;

/// <summary>QEMU's documentation, which is reStructuredText, as what a tooltip shows of it: the first paragraph, in XML
/// on one line.</summary>
internal static class DocText
{
    // What ends a line in C# is a space here. What XML does not know is none of a text's business.
    private static readonly Regex s_space = new(@"[\s\p{Cc}\uFFFE\uFFFF]+", RegexOptions.CultureInvariant);

    private static readonly Regex s_listItem = new(@"\A\s*(?:[-*+]|[0-9]{1,2}[.)])\s", RegexOptions.CultureInvariant);

    /// <summary>The markup that QEMU uses, in text of which the XML is escaped already.</summary>
    private static readonly Regex s_markup = new(
        """
        ``(?<code>.+?)``(?!`)
        | (?::[a-z][a-z:+-]{0,40}:)? `(?<text>[^`]+?)\s&lt;[^`]*&gt;`_{0,2}
        | :[a-z][a-z:+-]{0,40}: `[~!]?(?<text>[^`]+)`
        | `(?<code>[^`]+)`_{0,2}
        | (?<![\w@.]) @(?<code>\w(?:[\w.-]*\w)?)
        | \*\*(?<text>[^\s*](?:[^*]*[^\s*])?)\*\*
        | (?<![\w*]) \*(?<text>[^\s*](?:[^*]*[^\s*])?)\* (?![\w*])
        | \\(?<text>[^\w\s])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace
    );

    /// <summary>Makes XML of the first paragraph, and of the list that it may lead to; a block of code is left
    /// out.</summary>
    /// <param name="text">The text as QEMU has it.</param>
    /// <param name="since">The version that is told elsewhere, and not a second time.</param>
    public static string Summarize(string text, string? since = null)
    {
        string summary = "";
        foreach (string paragraph in Paragraphs(since is null ? text : SinceText.RemoveVersion(text, since)))
        {
            if (summary.Length > 0 && summary[^1] != ':' && !s_listItem.IsMatch(paragraph))
            {
                break;
            }

            summary = s_space.Replace($"{summary} {paragraph}", " ").Trim();
            summary = summary.EndsWith("::", StringComparison.Ordinal) ? summary.TrimEnd(':') + "…" : summary;
        }

        return s_markup.Replace(
            Escape(summary),
            match =>
                match.Groups["code"] is { Success: true } code ? $"<c>{code.Value}</c>" : match.Groups["text"].Value
        );
    }

    /// <summary>The paragraphs at the margin and below, without directives such as examples and notes.</summary>
    private static IEnumerable<string> Paragraphs(string text)
    {
        List<string> lines = [];
        bool inDirective = false;
        foreach (string line in text.Split('\n').Append(""))
        {
            bool isBlank = string.IsNullOrWhiteSpace(line);
            inDirective =
                line.StartsWith(".. ", StringComparison.Ordinal) || (inDirective && (isBlank || line[0] == ' '));
            if (!isBlank && !inDirective)
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                yield return string.Join("\n", lines);
                lines.Clear();
            }
        }
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
