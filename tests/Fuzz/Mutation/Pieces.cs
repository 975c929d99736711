namespace QmpGen.Fuzz.Mutation;

/// <summary>Where the values of a text in JSON or QAPI stand. It makes do with a text that is broken.</summary>
internal sealed class Pieces
{
    private readonly byte[] _text;
    private readonly List<Range> _values = [];
    private readonly List<Range> _strings = [];
    private readonly List<Range> _items = [];
    private readonly List<Range> _members = [];

    private Pieces(byte[] text) => _text = text;

    /// <summary>Strings, words, numbers, arrays and objects.</summary>
    public IReadOnlyList<Range> Values => _values;

    /// <summary>Strings with their quotes, names of members included.</summary>
    public IReadOnlyList<Range> Strings => _strings;

    /// <summary>Items of arrays.</summary>
    public IReadOnlyList<Range> Items => _items;

    /// <summary>Members of objects with their names.</summary>
    public IReadOnlyList<Range> Members => _members;

    /// <summary>Finds them.</summary>
    public static Pieces Of(byte[] text)
    {
        Pieces pieces = new(text);
        pieces.Scan();
        return pieces;
    }

    private void Scan()
    {
        Stack<(int Open, int Item)> open = [];
        int item = 0;
        for (int i = 0; i < _text.Length;)
        {
            int start = i;
            switch (_text[i])
            {
                case (byte)'{' or (byte)'[':
                    open.Push((i, item));
                    item = ++i;
                    break;
                case (byte)'}' or (byte)']':
                    AddPart(open, item, i++);
                    if (open.TryPop(out (int Open, int Item) outer))
                    {
                        _values.Add(outer.Open..i);
                        item = outer.Item;
                    }

                    break;
                case (byte)',':
                    AddPart(open, item, i++);
                    item = i;
                    break;
                case (byte)'"' or (byte)'\'':
                    i = EndOfString(i);
                    _strings.Add(start..i);
                    if (i == _text.Length || _text[i] != (byte)':')
                    {
                        _values.Add(start..i);
                    }

                    break;
                case (byte)'#':
                    while (i < _text.Length && _text[i] != (byte)'\n')
                    {
                        i++;
                    }

                    break;
                default:
                    while (i < _text.Length && IsWord(_text[i]))
                    {
                        i++;
                    }

                    if (i > start)
                    {
                        _values.Add(start..i);
                    }
                    else
                    {
                        i++;
                    }

                    break;
            }
        }
    }

    private void AddPart(Stack<(int Open, int Item)> open, int start, int end)
    {
        while (start < end && _text[start] is (byte)' ' or (byte)'\n' or (byte)'\r')
        {
            start++;
        }

        if (start < end && open.TryPeek(out (int Open, int Item) outer))
        {
            (_text[outer.Open] == (byte)'{' ? _members : _items).Add(start..end);
        }
    }

    private int EndOfString(int start)
    {
        byte quote = _text[start];
        for (int i = start + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                return i + 1;
            }

            if (_text[i] == (byte)'\\')
            {
                i++;
            }
        }

        return _text.Length;
    }

    private static bool IsWord(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'+' or (byte)'.' or (byte)'_';
}
