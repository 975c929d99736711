using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace QmpGen.Generator.Emission;

/// <summary>Formats a block of generated code that is written as a raw string.</summary>
/// <remarks>
/// The lines of a value keep the indentation of the place that they are inserted at. A line is left out if all that it
/// holds is empty values. Lines end with <c>\n</c> on every platform.
/// </remarks>
[InterpolatedStringHandler]
internal sealed class CodeBlock(int literalLength, int formattedCount)
{
    private const int ExpectedValueLength = 32;

    private readonly StringBuilder _text = new(literalLength + (formattedCount * ExpectedValueLength));
    private int _lineStart;
    private bool _lineHasValue;

    /// <summary>Formats a block.</summary>
    public static string Format(CodeBlock block) => block.Complete();

    /// <summary>Puts each text on a line.</summary>
    public static string JoinLines(IEnumerable<string> texts) => string.Join("\n", texts);

    /// <summary>Separates texts by empty lines and leaves out those that are empty.</summary>
    public static string JoinParagraphs(params IEnumerable<string>[] groups) =>
        string.Join("\n\n", groups.SelectMany(texts => texts).Where(text => text.Length > 0));

    public void AppendLiteral(string text)
    {
        int start = 0;
        for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', start))
        {
            // A checkout on Windows may end the lines of raw strings with \r\n.
            int length = end > start && text[end - 1] == '\r' ? end - start - 1 : end - start;
            _text.Append(text, start, length);
            EndLine();
            start = end + 1;
        }

        _text.Append(text, start, text.Length - start);
    }

    public void AppendFormatted(string text)
    {
        _lineHasValue = true;
        int indentation = text.IndexOf('\n') < 0 ? 0 : MeasureIndentation();
        int start = 0;
        for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', start))
        {
            _text.Append(text, start, end + 1 - start);
            start = end + 1;
            if (start < text.Length && text[start] != '\n')
            {
                _text.Append(' ', indentation);
            }
        }

        _text.Append(text, start, text.Length - start);
    }

    public void AppendFormatted(int number) => AppendFormatted(number.ToString(CultureInfo.InvariantCulture));

    private string Complete()
    {
        if (_lineHasValue && IsBlankLine())
        {
            _text.Length = Math.Max(_lineStart - 1, 0);
        }

        return _text.ToString();
    }

    private void EndLine()
    {
        if (_lineHasValue && IsBlankLine())
        {
            _text.Length = _lineStart;
        }
        else
        {
            _text.Append('\n');
        }

        _lineStart = _text.Length;
        _lineHasValue = false;
    }

    private bool IsBlankLine() => MeasureIndentation() == _text.Length - _lineStart;

    private int MeasureIndentation()
    {
        int end = _lineStart;
        while (end < _text.Length && _text[end] == ' ')
        {
            end++;
        }

        return end - _lineStart;
    }
}
