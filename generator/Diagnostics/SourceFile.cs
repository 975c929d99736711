namespace QmpGen.Generator.Diagnostics;

/// <summary>The path and the text of a file.</summary>
internal sealed class SourceFile(string path, string text)
{
    public string Path => path;

    public string Text => text;

    /// <summary>Finds the line and column of a character.</summary>
    public TextPosition GetPosition(int offset)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = text.IndexOf('\n'); i >= 0 && i < offset; i = text.IndexOf('\n', i + 1))
        {
            line++;
            lineStart = i + 1;
        }

        return new TextPosition(line, offset - lineStart + 1);
    }
}
