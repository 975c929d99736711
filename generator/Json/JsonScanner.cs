using System.Globalization;
using System.Text;

namespace QmpGen.Generator.Json;

/// <summary>
/// Reads JSON with positions. Our own, because a JSON library beside an analyzer fails to load in some hosts, and none
/// of them tells where a value stands.
/// </summary>
internal sealed class JsonScanner
{
    // A schema is four levels deep; the limit keeps a broken file from exhausting the compiler's stack.
    private const int MaxDepth = 200;

    private readonly string _text;
    private int _position;
    private int _depth;

    private JsonScanner(string text) => _text = text;

    /// <summary>Reads values that follow one another, as a transcript of a session holds them: bare, or recorded with
    /// <c>C: </c> or <c>S: </c> at the start of
    /// a line, which say who speaks, and <c>#</c> before comments.</summary>
    /// <exception cref="JsonSyntaxException">The text is not JSON.</exception>
    public static IReadOnlyList<JsonNode> ReadAll(string text, CancellationToken cancellationToken)
    {
        JsonScanner scanner = new(text);
        List<JsonNode> values = [];
        for (scanner.SkipToValue(); scanner._position < text.Length; scanner.SkipToValue())
        {
            cancellationToken.ThrowIfCancellationRequested();
            values.Add(scanner.ReadValue());
        }

        return values;
    }

    private JsonNode ReadValue()
    {
        SkipWhiteSpace();
        int start = _position;
        JsonNode node = Peek() switch
        {
            '{' => ReadObject(start),
            '[' => ReadArray(start),
            '"' => new JsonNode(JsonKind.String, start) { Text = ReadString() },
            't' => ReadWord("true", JsonKind.True),
            'f' => ReadWord("false", JsonKind.False),
            'n' => ReadWord("null", JsonKind.Null),
            '-' or (>= '0' and <= '9') => ReadNumber(start),
            '\0' => throw EndOfText(start),
            char other => throw new JsonSyntaxException($"'{other}' begins no JSON value", start),
        };
        node.End = _position;
        return node;
    }

    private JsonNode ReadObject(int start)
    {
        List<KeyValuePair<string, JsonNode>> members = [];
        Enter(start);
        if (!TryTake('}'))
        {
            do
            {
                SkipWhiteSpace();
                if (Peek() != '"')
                {
                    throw Peek() == '\0'
                        ? EndOfText(start)
                        : new JsonSyntaxException("a member's name in quotes is expected here", _position);
                }

                string name = ReadString();
                Take(':', "after a member's name", start);
                members.Add(new(name, ReadValue()));
            } while (TryTake(','));
            Take('}', "or ',' after a member", start);
        }

        _depth--;
        return new JsonNode(JsonKind.Object, start) { Members = members };
    }

    private JsonNode ReadArray(int start)
    {
        List<JsonNode> items = [];
        Enter(start);
        if (!TryTake(']'))
        {
            do
            {
                items.Add(ReadValue());
            } while (TryTake(','));
            Take(']', "or ',' after an item", start);
        }

        _depth--;
        return new JsonNode(JsonKind.Array, start) { Items = items };
    }

    private string ReadString()
    {
        int start = _position++;
        int end = _text.IndexOf('"', _position);
        if (end >= 0 && _text.IndexOf('\\', _position, end - _position) < 0)
        {
            string plain = _text.Substring(_position, end - _position);
            _position = end + 1;
            return plain;
        }

        StringBuilder builder = new();
        for (; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case '"':
                    _position++;
                    return builder.ToString();
                case '\\':
                    builder.Append(ReadEscape(start));
                    break;
                case char other:
                    builder.Append(other);
                    break;
            }
        }

        throw EndOfText(start);
    }

    private char ReadEscape(int start)
    {
        _position++;
        switch (Peek())
        {
            case '"' or '\\' or '/':
                return Peek();
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u'
                when _position + 4 < _text.Length
                    && ushort.TryParse(
                        _text.Substring(_position + 1, 4),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out ushort code
                    ):
                _position += 4;
                return (char)code;
            case '\0':
                throw EndOfText(start);
            default:
                throw new JsonSyntaxException("this is no escape sequence of JSON", _position - 1);
        }
    }

    private JsonNode ReadNumber(int start)
    {
        while (Peek() is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _position++;
        }

        return new JsonNode(JsonKind.Number, start) { Text = _text.Substring(start, _position - start) };
    }

    private JsonNode ReadWord(string word, JsonKind kind)
    {
        int start = _position;
        if (string.CompareOrdinal(_text, start, word, 0, word.Length) != 0)
        {
            throw new JsonSyntaxException($"'{Peek()}' begins no JSON value", start);
        }

        _position += word.Length;
        return new JsonNode(kind, start);
    }

    private void Enter(int start)
    {
        _position++;
        if (++_depth > MaxDepth)
        {
            throw new JsonSyntaxException(
                $"values are nested deeper than {MaxDepth} levels here, which no schema is",
                start
            );
        }
    }

    private bool TryTake(char expected)
    {
        SkipWhiteSpace();
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Take(char expected, string where, int start)
    {
        if (!TryTake(expected))
        {
            throw Peek() == '\0'
                ? EndOfText(start)
                : new JsonSyntaxException($"'{expected}' {where} is expected here", _position);
        }
    }

    private JsonSyntaxException EndOfText(int start) =>
        _position < _text.Length
            ? new JsonSyntaxException("a NUL character stands here, as in a file that is not in UTF-8", _position)
            : new JsonSyntaxException(
                $"the text ends in the middle of a value that begins {Place(start)}: the file is cut off",
                _position
            );

    private string Place(int position)
    {
        int line = 1;
        int column = 1;
        for (int i = 0; i < position; i++)
        {
            (line, column) = _text[i] == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return $"at line {line}, column {column}";
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipToValue()
    {
        for (
            SkipWhiteSpace();
            _position == 0 || (_position < _text.Length && _text[_position - 1] is '\n' or '\uFEFF');
            SkipWhiteSpace()
        )
        {
            if (Peek() == '#')
            {
                int end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else if (Peek() is 'C' or 'S' && string.CompareOrdinal(_text, _position + 1, ": ", 0, 2) == 0)
            {
                _position += 3;
            }
            else
            {
                return;
            }
        }
    }

    private void SkipWhiteSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
        {
            _position++;
        }
    }
}
