using System.Text;
using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

internal enum QapiTokenKind
{
    End,
    Punctuation,
    Text,
    True,
    False,
    Documentation,
}

/// <summary>A token of QAPI source. The text of a documentation comment excludes the leading <c>#</c>.</summary>
internal readonly record struct QapiToken(QapiTokenKind Kind, string Text, SourceSpan Span)
{
    /// <summary>The token as error messages show it.</summary>
    public string Description =>
        Kind switch
        {
            QapiTokenKind.End => "the end of the file",
            QapiTokenKind.Documentation => "a documentation comment",
            _ => $"'{Text}'",
        };
}

/// <summary>Splits QAPI source into tokens. QAPI is JSON with single quotes and comments.</summary>
internal sealed class QapiScanner(SourceFile file)
{
    private readonly string _text = file.Text;
    private int _position;

    /// <summary>Reads the next token.</summary>
    /// <exception cref="InputException">The text at this place is not a token.</exception>
    public QapiToken ReadToken()
    {
        SkipSpaceAndComments();
        SourceSpan start = CurrentSpan;
        switch (Peek())
        {
            case '\0' when _position >= _text.Length:
                return new(QapiTokenKind.End, "", start);
            case '{' or '}' or '[' or ']' or ':' or ',':
                return new(QapiTokenKind.Punctuation, _text[_position++].ToString(), start);
            case '\'':
                return new(QapiTokenKind.Text, ReadString(start), start);
            case '#':
                return new(QapiTokenKind.Documentation, ReadDocumentation(start), start);
            case '"':
                throw QapiSyntaxErrors.DoubleQuotes(start);
            default:
                return ReadWord(start);
        }
    }

    private SourceSpan CurrentSpan => new(file, _position, _position);

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipSpaceAndComments()
    {
        for (; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case ' ' or '\t' or '\r' or '\n' or '\uFEFF':
                    break;
                case '#' when !StartsWith("##"):
                    _position = FindEndOfLine() - 1;
                    break;
                default:
                    return;
            }
        }
    }

    private QapiToken ReadWord(SourceSpan start)
    {
        int first = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '-')
        {
            _position++;
        }

        string word = _text.Substring(first, _position - first);
        return word switch
        {
            "true" => new(QapiTokenKind.True, word, start),
            "false" => new(QapiTokenKind.False, word, start),
            "" => throw QapiSyntaxErrors.UnexpectedCharacter(start, Peek()),
            _ => throw QapiSyntaxErrors.UnquotedWord(start, word),
        };
    }

    private string ReadString(SourceSpan start)
    {
        StringBuilder builder = new();
        for (_position++; Peek() is not ('\0' or '\n'); _position++)
        {
            switch (_text[_position])
            {
                case '\'':
                    _position++;
                    return builder.ToString();
                case '\\' when !StartsWith("\\\\") && !StartsWith("\\'"):
                    throw QapiSyntaxErrors.UnknownEscape(CurrentSpan);
                case '\\':
                    builder.Append(_text[++_position]);
                    break;
                case char other:
                    builder.Append(other);
                    break;
            }
        }

        throw QapiSyntaxErrors.UnterminatedString(start);
    }

    private string ReadDocumentation(SourceSpan start)
    {
        StringBuilder builder = new();
        while (true)
        {
            SourceSpan lineStart = CurrentSpan;
            string line = ReadLine();
            if (line == "##" && builder.Length > 0)
            {
                return builder.ToString();
            }

            if (line.StartsWith("##", StringComparison.Ordinal) && line != "##")
            {
                throw QapiSyntaxErrors.InvalidCommentMarker(lineStart);
            }

            // Blank lines are allowed because some comments of QEMU omit the '#' there.
            if ((line.Length > 0 && line[0] != '#') || _position == _text.Length)
            {
                throw QapiSyntaxErrors.UnterminatedComment(start);
            }

            builder
                .Append(line.StartsWith("# ", StringComparison.Ordinal) ? line.Substring(2) : line.TrimStart('#'))
                .Append('\n');
            _position++;
        }
    }

    private string ReadLine()
    {
        int start = _position;
        _position = FindEndOfLine();
        return _text.Substring(start, _position - start).Trim();
    }

    private int FindEndOfLine() => _text.IndexOf('\n', _position) is >= 0 and int end ? end : _text.Length;

    private bool StartsWith(string expected) =>
        string.CompareOrdinal(_text, _position, expected, 0, expected.Length) == 0;
}
