namespace QmpGen.Generator.Diagnostics;

/// <summary>The path and the text of a file.</summary>
internal sealed class SourceFile(string path, string text)
{
    private int[]? _lineStarts;

    public string Path => path;

    public string Text => text;

    /// <summary>The offset of the first character of each line.</summary>
    private int[] LineStarts => _lineStarts ??= [.. FindLineStarts(text)];

    /// <summary>Finds the line and column of a character.</summary>
    public TextPosition GetPosition(int offset)
    {
        int found = Array.BinarySearch(LineStarts, offset);
        int line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line + 1, offset - LineStarts[line] + 1);
    }

    /// <summary>Finds the character at a line and column.</summary>
    public int GetOffset(TextPosition position) => LineStarts[position.Line - 1] + position.Column - 1;

    /// <summary>Finds the lines, which end with CR LF, LF or CR, as in XML.</summary>
    private static IEnumerable<int> FindLineStarts(string text)
    {
        yield return 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                yield return i + 1;
            }
        }
    }
}
