namespace QmpGen.Fuzz.Mutation;

/// <summary>The positions of values in a JSON or QAPI text, which can be invalid.</summary>
internal sealed class SyntaxParts
{
    private readonly byte[] _text;
    private readonly List<Range> _values = [];
    private readonly List<Range> _strings = [];
    private readonly List<Range> _items = [];
    private readonly List<Range> _members = [];

    private SyntaxParts(byte[] text) => _text = text;

    /// <summary>The strings, words, numbers, arrays and objects.</summary>
    public IReadOnlyList<Range> Values => _values;

    /// <summary>The strings with their quotes, including the names of members.</summary>
    public IReadOnlyList<Range> Strings => _strings;

    /// <summary>The items of arrays.</summary>
    public IReadOnlyList<Range> Items => _items;

    /// <summary>The members of objects with their names.</summary>
    public IReadOnlyList<Range> Members => _members;

    /// <summary>Finds the parts of a text.</summary>
    public static SyntaxParts Find(byte[] text)
    {
        SyntaxParts parts = new(text);
        parts.Scan();
        return parts;
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
                    i = FindStringEnd(i);
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

    private int FindStringEnd(int start)
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
