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

/// <summary>A piece of the source. The text of a documentation comment is without its <c>#</c>.</summary>
internal readonly record struct QapiToken(QapiTokenKind Kind, string Text, SourceSpan Position)
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
internal sealed class QapiScanner(SourceFile file)
{
    private readonly string _text = file.Text;
    private int _position;

    /// <exception cref="InputException">No token begins here.</exception>
    public QapiToken Next()
    {
        SkipSpaceAndComments();
        SourceSpan place = Here();
        switch (Peek())
        {
            case '\0' when _position >= _text.Length:
                return new(QapiTokenKind.End, "", place);
            case '{' or '}' or '[' or ']' or ':' or ',':
                return new(QapiTokenKind.Punctuation, _text[_position++].ToString(), place);
            case '\'':
                return new(QapiTokenKind.Text, ReadText(place), place);
            case '#':
                return new(QapiTokenKind.Documentation, ReadDocumentation(place), place);
            case '"':
                throw new InputException(place, "QAPI quotes with ' and not with \": write '…'");
            default:
                return ReadWord(place);
        }
    }

    private SourceSpan Here() => new(file, _position, _position);

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipSpaceAndComments()
    {
        for (; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case ' ' or '\t' or '\r' or '\n' or '\uFEFF':
                    break;
                case '#' when !At("##"):
                    _position = EndOfLine() - 1;
                    break;
                default:
                    return;
            }
        }
    }

    private QapiToken ReadWord(SourceSpan place)
    {
        int start = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '-')
        {
            _position++;
        }

        string word = _text.Substring(start, _position - start);
        return word switch
        {
            "true" => new(QapiTokenKind.True, word, place),
            "false" => new(QapiTokenKind.False, word, place),
            "" => throw new InputException(place, $"'{Peek()}' means nothing in QAPI: remove it"),
            _ => throw new InputException(
                place,
                $"'{word}' stands outside of quotes: write '{word}' in single quotes, or true or false without"
            ),
        };
    }

    private string ReadText(SourceSpan place)
    {
        StringBuilder builder = new();
        for (_position++; Peek() is not ('\0' or '\n'); _position++)
        {
            switch (_text[_position])
            {
                case '\'':
                    _position++;
                    return builder.ToString();
                case '\\' when !At("\\\\") && !At("\\'"):
                    throw new InputException(
                        Here(),
                        "this is no escape sequence of QAPI: names and conditions are plain text"
                    );
                case '\\':
                    builder.Append(_text[++_position]);
                    break;
                case char other:
                    builder.Append(other);
                    break;
            }
        }

        throw new InputException(place, "this string does not end on its line: close it with '");
    }

    private string ReadDocumentation(SourceSpan place)
    {
        StringBuilder builder = new();
        while (true)
        {
            SourceSpan start = Here();
            string line = ReadLine();
            if (line == "##" && builder.Length > 0)
            {
                return builder.ToString();
            }

            if (line.StartsWith("##", StringComparison.Ordinal) && line != "##")
            {
                throw new InputException(
                    start,
                    "the line that begins or ends a documentation comment is '##' and nothing else"
                );
            }

            // A blank line is no end: some comments of QEMU lack a '#' there.
            if ((line.Length > 0 && line[0] != '#') || _position == _text.Length)
            {
                throw new InputException(place, "this documentation comment has no end: close it with a line '##'");
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
        _position = EndOfLine();
        return _text.Substring(start, _position - start).Trim();
    }

    private int EndOfLine() => _text.IndexOf('\n', _position) is >= 0 and int end ? end : _text.Length;

    private bool At(string expected) => string.CompareOrdinal(_text, _position, expected, 0, expected.Length) == 0;
}
