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

/// <summary>A piece of the source. The text of a documentation comment is without its <c>#</c>.</summary>
internal readonly record struct QapiToken(QapiTokenKind Kind, string Text, QapiPosition Position)
{
    /// <summary>How a message calls the token.</summary>
    public string Description =>
        Kind switch
        {
            QapiTokenKind.End => "the end of the file",
            QapiTokenKind.Documentation => "a documentation comment",
            _ => $"'{Text}'",
        };
}

/// <summary>Splits QAPI source, which is JSON with single quotes and comments, into tokens.</summary>
internal sealed class QapiScanner(string file, string text)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <exception cref="QapiException">No token begins here.</exception>
    public QapiToken Next()
    {
        SkipSpaceAndComments();
        QapiPosition place = Here();
        switch (Peek())
        {
            case '\0' when _position >= text.Length:
                return new(QapiTokenKind.End, "", place);
            case '{' or '}' or '[' or ']' or ':' or ',':
                return new(QapiTokenKind.Punctuation, text[_position++].ToString(), place);
            case '\'':
                return new(QapiTokenKind.Text, ReadText(place), place);
            case '#':
                return new(QapiTokenKind.Documentation, ReadDocumentation(place), place);
            case '"':
                throw new QapiException(place, "QAPI quotes with ' and not with \": write '…'");
            default:
                return ReadWord(place);
        }
    }

    private QapiPosition Here() => new(file, _line, _position - _lineStart + 1);

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
                case '#' when !At("##"):
                    _position = EndOfLine() - 1;
                    break;
                default:
                    return;
            }
        }
    }

    private QapiToken ReadWord(QapiPosition place)
    {
        int start = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '-')
        {
            _position++;
        }

        string word = text.Substring(start, _position - start);
        return word switch
        {
            "true" => new(QapiTokenKind.True, word, place),
            "false" => new(QapiTokenKind.False, word, place),
            "" => throw new QapiException(place, $"'{Peek()}' means nothing in QAPI: remove it"),
            _ => throw new QapiException(
                place,
                $"'{word}' stands outside of quotes: write '{word}' in single quotes, or true or false without"
            ),
        };
    }

    private string ReadText(QapiPosition place)
    {
        StringBuilder builder = new();
        for (_position++; Peek() is not ('\0' or '\n'); _position++)
        {
            switch (text[_position])
            {
                case '\'':
                    _position++;
                    return builder.ToString();
                case '\\' when !At("\\\\") && !At("\\'"):
                    throw new QapiException(
                        Here(),
                        "this is no escape sequence of QAPI: names and conditions are plain text"
                    );
                case '\\':
                    builder.Append(text[++_position]);
                    break;
                case char other:
                    builder.Append(other);
                    break;
            }
        }

        throw new QapiException(place, "this string does not end on its line: close it with '");
    }

    private string ReadDocumentation(QapiPosition place)
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
                throw new QapiException(
                    new(file, _line, 1),
                    "the line that begins or ends a documentation comment is '##' and nothing else"
                );
            }

            // A blank line is no end: some comments of QEMU lack a '#' there.
            if ((line.Length > 0 && line[0] != '#') || _position == text.Length)
            {
                throw new QapiException(place, "this documentation comment has no end: close it with a line '##'");
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
        _position = EndOfLine();
        return text.Substring(start, _position - start).Trim();
    }

    private int EndOfLine() => text.IndexOf('\n', _position) is >= 0 and int end ? end : text.Length;

    private bool At(string expected) => string.CompareOrdinal(text, _position, expected, 0, expected.Length) == 0;
}
