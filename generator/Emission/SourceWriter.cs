using System.Text;

namespace QmpGen.Generator.Emission;

/// <summary>Writes indented lines, ended by <c>\n</c> wherever it runs.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _builder = new(32 * 1024);
    private int _indentation;

    /// <summary>Writes a line.</summary>
    public SourceWriter Line(string text)
    {
        _builder.Append(' ', _indentation * 4).Append(text).Append('\n');
        return this;
    }

    /// <summary>Writes an empty line.</summary>
    public void Blank() => _builder.Append('\n');

    /// <summary>Opens a block: a line, and a brace below it.</summary>
    public void Open(string text)
    {
        Line(text);
        Line("{");
        _indentation++;
    }

    /// <summary>Closes a block.</summary>
    public void Close(string end = "}")
    {
        _indentation--;
        Line(end);
    }

    /// <summary>Writes lines one level deeper.</summary>
    public void Indented(string text)
    {
        _indentation++;
        Line(text);
        _indentation--;
    }

    public override string ToString() => _builder.ToString();
}
