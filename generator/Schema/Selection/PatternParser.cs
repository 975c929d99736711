using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema.Selection;

/// <summary>Parses lists of patterns: words, and comments from <c>#</c> to the end of the line.</summary>
internal static class PatternParser
{
    /// <summary>Parses a filter file, whose patterns select commands and events.</summary>
    public static IReadOnlyList<NamePattern> ParseFile(SourceFile file) =>
        [
            .. FindWords(file.Text)
                .Select(word => new NamePattern(
                    word.Text,
                    PatternScope.Both,
                    new SourceSpan(file, word.Start, word.Start + word.Text.Length).ToLocation()
                )),
        ];

    /// <summary>Parses a list in the metadata of an item.</summary>
    /// <param name="item">The place of the item, because the list does not have one.</param>
    public static IReadOnlyList<NamePattern> ParseList(string list, PatternScope scope, SourceLocation item) =>
        [.. FindWords(list).Select(word => new NamePattern(word.Text, scope, item))];

    /// <summary>Finds the words of a text. Repeated words are ignored.</summary>
    private static IEnumerable<(string Text, int Start)> FindWords(string text)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '#')
            {
                i = FindEndOfLine(text, i);
            }
            else if (!IsSeparator(text[i]))
            {
                int end = FindEndOfWord(text, i);
                string word = text.Substring(i, end - i);
                if (found.Add(word))
                {
                    yield return (word, i);
                }

                i = end - 1;
            }
        }
    }

    private static int FindEndOfLine(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    private static int FindEndOfWord(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] != '#' && !IsSeparator(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is ';' or ',';
}
