using System.Security;
using System.Text.RegularExpressions;
using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Converts documentation from reStructuredText to the XML of a tooltip.</summary>
internal static class DocText
{
    // Characters that change how an editor shows the text around them, such as bidirectional controls, and halves of
    // surrogate pairs.
    private static readonly Regex s_hidden = new(
        @"\p{Cf}|\uDB40[\uDC00-\uDDEF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])" + @"|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]",
        RegexOptions.CultureInvariant
    );

    // Line ends of C# and characters that XML does not allow.
    private static readonly Regex s_space = new(@"[\s\p{Cc}\uFFFE\uFFFF]+", RegexOptions.CultureInvariant);

    private static readonly Regex s_listItem = new(@"\A\s*(?:[-*+]|[0-9]{1,2}[.)])\s", RegexOptions.CultureInvariant);

    /// <summary>The markup that QEMU uses, in text that is escaped for XML.</summary>
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

    /// <summary>Converts the first paragraph, and the list that follows it, to one line of XML.</summary>
    /// <param name="since">The version to remove, because the summary states it elsewhere.</param>
    public static string Summarize(string text, string? since = null)
    {
        string summary = "";
        foreach (string paragraph in SplitParagraphs(since is null ? text : SinceText.RemoveVersion(text, since)))
        {
            if (summary.Length > 0 && summary[^1] != ':' && !s_listItem.IsMatch(paragraph))
            {
                break;
            }

            summary = s_space.Replace(s_hidden.Replace($"{summary} {paragraph}", ""), " ").Trim();
            summary = summary.EndsWith("::", StringComparison.Ordinal) ? summary.TrimEnd(':') + "…" : summary;
            if (summary.Length > SchemaBounds.SummaryLength)
            {
                summary = Shorten(summary);
                break;
            }
        }

        return s_markup.Replace(
            Escape(summary),
            match =>
                match.Groups["code"] is { Success: true } code ? $"<c>{code.Value}</c>" : match.Groups["text"].Value
        );
    }

    /// <summary>Escapes a name, which is any text in JSON: in a comment it must neither end the line nor break the
    /// XML.</summary>
    public static string EscapeAscii(string text) =>
        SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')));

    /// <summary>Splits a text into paragraphs, without directives such as examples and notes.</summary>
    private static IEnumerable<string> SplitParagraphs(string text)
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

    /// <summary>Cuts a text at the limit, or at the last space before it.</summary>
    private static string Shorten(string text)
    {
        int space = text.LastIndexOf(' ', SchemaBounds.SummaryLength);
        string start = text.Substring(0, space > 0 ? space : SchemaBounds.SummaryLength);
        return s_hidden.Replace(start, "") + "…";
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
