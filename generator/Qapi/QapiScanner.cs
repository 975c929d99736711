using System.Text;

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
internal readonly record struct QapiToken(QapiTokenKind Kind, string Text, QapiPosition Position)
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
internal sealed class QapiScanner(string file, string text)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Reads the next token.</summary>
    /// <exception cref="QapiException">The text at this place is not a token.</exception>
    public QapiToken ReadToken()
    {
        SkipSpaceAndComments();
        QapiPosition start = CurrentPosition;
        switch (Peek())
        {
            case '\0' when _position >= text.Length:
                return new(QapiTokenKind.End, "", start);
            case '{' or '}' or '[' or ']' or ':' or ',':
                return new(QapiTokenKind.Punctuation, text[_position++].ToString(), start);
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

    private QapiPosition CurrentPosition => new(file, _line, _position - _lineStart + 1);

    private char Peek() => _position < text.Length ? text[_position] : '\0';

    private void SkipSpaceAndComments()
    {
        for (; _position < text.Length; _position++)
        {
            switch (text[_position])
            {
                case '\n':
                    (_line, _lineStart) = (_line + 1, _position + 1);
                    break;
                case ' ' or '\t' or '\r' or '\uFEFF':
                    break;
                case '#' when !StartsWith("##"):
                    _position = FindEndOfLine() - 1;
                    break;
                default:
                    return;
            }
        }
    }

    private QapiToken ReadWord(QapiPosition start)
    {
        int first = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '-')
        {
            _position++;
        }

        string word = text.Substring(first, _position - first);
        return word switch
        {
            "true" => new(QapiTokenKind.True, word, start),
            "false" => new(QapiTokenKind.False, word, start),
            "" => throw QapiSyntaxErrors.UnexpectedCharacter(start, Peek()),
            _ => throw QapiSyntaxErrors.UnquotedWord(start, word),
        };
    }

    private string ReadString(QapiPosition start)
    {
        StringBuilder builder = new();
        for (_position++; Peek() is not ('\0' or '\n'); _position++)
        {
            switch (text[_position])
            {
                case '\'':
                    _position++;
                    return builder.ToString();
                case '\\' when !StartsWith("\\\\") && !StartsWith("\\'"):
                    throw QapiSyntaxErrors.UnknownEscape(CurrentPosition);
                case '\\':
                    builder.Append(text[++_position]);
                    break;
                case char other:
                    builder.Append(other);
                    break;
            }
        }

        throw QapiSyntaxErrors.UnterminatedString(start);
    }

    private string ReadDocumentation(QapiPosition start)
    {
        StringBuilder builder = new();
        while (true)
        {
            string line = ReadLine();
            if (line == "##" && builder.Length > 0)
            {
                return builder.ToString();
            }

            if (line.StartsWith("##", StringComparison.Ordinal) && line != "##")
            {
                throw QapiSyntaxErrors.InvalidCommentMarker(new(file, _line, 1));
            }

            // Blank lines are allowed because some comments of QEMU omit the '#' there.
            if ((line.Length > 0 && line[0] != '#') || _position == text.Length)
            {
                throw QapiSyntaxErrors.UnterminatedComment(start);
            }

            builder
                .Append(line.StartsWith("# ", StringComparison.Ordinal) ? line.Substring(2) : line.TrimStart('#'))
                .Append('\n');
            (_line, _lineStart) = (_line + 1, ++_position);
        }
    }

    private string ReadLine()
    {
        int start = _position;
        _position = FindEndOfLine();
        return text.Substring(start, _position - start).Trim();
    }

    private int FindEndOfLine() => text.IndexOf('\n', _position) is >= 0 and int end ? end : text.Length;

    private bool StartsWith(string expected) =>
        string.CompareOrdinal(text, _position, expected, 0, expected.Length) == 0;
}
