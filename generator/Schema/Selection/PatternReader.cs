namespace QmpGen.Generator.Schema.Selection;

/// <summary>Reads the patterns of an item's metadata, or of a file: words, and behind <c>#</c> a comment up to the end
/// of the line.</summary>
internal static class PatternReader
{
    /// <summary>The patterns of a text, each once, where it stands first.</summary>
    public static IReadOnlyList<NamePattern> Read(string text, PatternScope scope)
    {
        List<NamePattern> patterns = [];
        HashSet<string> met = new(StringComparer.Ordinal);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '#')
            {
                i = EndOfLine(text, i);
            }
            else if (!IsBetween(text[i]))
            {
                int end = EndOfWord(text, i);
                string word = text.Substring(i, end - i);
                if (met.Add(word))
                {
                    patterns.Add(new NamePattern(word, scope, i));
                }

                i = end - 1;
            }
        }

        return patterns;
    }

    private static int EndOfLine(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    private static int EndOfWord(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] != '#' && !IsBetween(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsBetween(char c) => char.IsWhiteSpace(c) || c is ';' or ',';
}
