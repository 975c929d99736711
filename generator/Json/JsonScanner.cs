using System.Globalization;
using System.Text;
using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Json;

/// <summary>Reads JSON and keeps the position of every value.</summary>
/// <remarks>
/// A JSON library beside an analyzer fails to load in some hosts, and none reports the positions of values.
/// </remarks>
internal sealed class JsonScanner
{
    // A schema has four levels. The limit protects the compiler's stack from broken files.
    private const int MaxDepth = 200;

    private readonly SourceFile _file;
    private readonly string _text;
    private int _position;
    private int _depth;

    private JsonScanner(SourceFile file)
    {
        _file = file;
        _text = file.Text;
    }

    /// <summary>Reads all values of a file, such as the transcript of a session.</summary>
    /// <remarks>
    /// In a recorded transcript, lines start with <c>C: </c> (client) or <c>S: </c> (server), and comments with
    /// <c>#</c>.
    /// </remarks>
    /// <exception cref="InputException">The text is not JSON.</exception>
    public static IReadOnlyList<JsonNode> ReadAll(SourceFile file, CancellationToken cancellationToken)
    {
        JsonScanner scanner = new(file);
        List<JsonNode> values = [];
        for (scanner.SkipToValue(); scanner._position < file.Text.Length; scanner.SkipToValue())
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
        switch (Peek())
        {
            case '{':
                return ReadObject(start);
            case '[':
                return ReadArray(start);
            case '"':
                string text = ReadString();
                return new JsonNode(JsonKind.String, CreateSpan(start)) { Text = text };
            case 't':
                return ReadWord("true", JsonKind.True);
            case 'f':
                return ReadWord("false", JsonKind.False);
            case 'n':
                return ReadWord("null", JsonKind.Null);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber(start);
            case '\0':
                throw EndOfText(start);
            case char other:
                throw CreateError($"unexpected character '{other}'", start);
        }
    }

    private JsonNode ReadObject(int start)
    {
        List<KeyValuePair<string, JsonNode>> members = [];
        Enter(start);
        if (!TryConsume('}'))
        {
            do
            {
                SkipWhiteSpace();
                if (Peek() != '"')
                {
                    throw Peek() == '\0'
                        ? EndOfText(start)
                        : CreateError("expected a member name in double quotes", _position);
                }

                string name = ReadString();
                Consume(':', "':' after a member name", start);
                members.Add(new(name, ReadValue()));
            } while (TryConsume(','));
            Consume('}', "',' or '}' after a member", start);
        }

        _depth--;
        return new JsonNode(JsonKind.Object, CreateSpan(start)) { Members = members };
    }

    private JsonNode ReadArray(int start)
    {
        List<JsonNode> items = [];
        Enter(start);
        if (!TryConsume(']'))
        {
            do
            {
                items.Add(ReadValue());
            } while (TryConsume(','));
            Consume(']', "',' or ']' after an item", start);
        }

        _depth--;
        return new JsonNode(JsonKind.Array, CreateSpan(start)) { Items = items };
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
                throw CreateError("unknown escape sequence", _position - 1);
        }
    }

    private JsonNode ReadNumber(int start)
    {
        while (Peek() is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _position++;
        }

        return new JsonNode(JsonKind.Number, CreateSpan(start)) { Text = _text.Substring(start, _position - start) };
    }

    private JsonNode ReadWord(string word, JsonKind kind)
    {
        int start = _position;
        if (string.CompareOrdinal(_text, start, word, 0, word.Length) != 0)
        {
            throw CreateError($"unexpected character '{Peek()}'", start);
        }

        _position += word.Length;
        return new JsonNode(kind, CreateSpan(start));
    }

    private void Enter(int start)
    {
        _position++;
        if (++_depth > MaxDepth)
        {
            throw CreateError($"values are nested more than {MaxDepth} levels deep", start);
        }
    }

    private bool TryConsume(char expected)
    {
        SkipWhiteSpace();
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Consume(char expected, string description, int start)
    {
        if (!TryConsume(expected))
        {
            throw Peek() == '\0' ? EndOfText(start) : CreateError($"expected {description}", _position);
        }
    }

    private InputException EndOfText(int start)
    {
        if (_position < _text.Length)
        {
            return CreateError("unexpected NUL character: save the file as UTF-8", _position);
        }

        (int line, int column) = _file.GetPosition(start);
        return CreateError($"the file ends inside the value at line {line}, column {column}", _position);
    }

    private InputException CreateError(string reason, int position) => new(new(_file, position, position), reason);

    private SourceSpan CreateSpan(int start) => new(_file, start, _position);

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
