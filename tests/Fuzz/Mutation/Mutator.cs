namespace QmpGen.Fuzz.Mutation;

/// <summary>Makes what a broken or hostile peer may send, or a file may hold, out of what is right. The same seed makes
/// the same.</summary>
/// <param name="target">Whose seeds are changed.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class Mutator(IFuzzTarget target, int seed)
{
    // Larger ones would only be slower to try.
    private const int LargestBody = 200_000;

    private readonly Random _random = new(seed);
    private readonly Dictionary<byte[], Pieces> _seedPieces = [];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        FuzzInput original = FuzzInput.Parse(OneOf(target.Seeds));
        byte[] body = original.Body.ToArray();

        // Most keep their form, since what is no JSON at all is refused before anything else is tried.
        bool losesForm = _random.Next(3) == 0;
        for (int changes = _random.Next(2) == 0 ? 1 : _random.Next(2, 5); changes > 0; changes--)
        {
            byte[] changed = losesForm && _random.Next(2) == 0 ? ChangeBytes(body) : ChangeStructure(body);
            body = changed.Length <= LargestBody ? changed : body;
        }

        return FuzzInput.Of(target.NextHeader(original.Header, _random), body);
    }

    private byte[] ChangeBytes(byte[] body)
    {
        int at = _random.Next(body.Length + 1);
        int end = Math.Min(body.Length, at + _random.Next(1, 40));
        switch (_random.Next(7))
        {
            case 0:
                return body[..at];
            case 1:
                return Splice(body, at..end, []);
            case 2:
                return [.. body[..end], .. body[at..]];
            case 3:
                return Splice(body, at..at, OneOf(Tokens.All));
            case 4:
                return Splice(body, at..end, OneOf(Tokens.All));
            case 5:
                byte[] other = FuzzInput.Parse(OneOf(target.Seeds)).Body.ToArray();
                return Splice(body, at.., other[_random.Next(other.Length + 1)..]);
            default:
                byte[] flipped = [.. body];
                if (at < flipped.Length)
                {
                    flipped[at] ^= (byte)(1 << _random.Next(8));
                }

                return flipped;
        }
    }

    private byte[] ChangeStructure(byte[] body)
    {
        Pieces pieces = Pieces.Of(body);
        if (pieces.Values.Count == 0 || pieces.Strings.Count == 0 || pieces.Items.Count + pieces.Members.Count == 0)
        {
            return ChangeBytes(body);
        }

        bool isMember = pieces.Items.Count == 0 || (pieces.Members.Count > 0 && _random.Next(2) == 0);
        IReadOnlyList<Range> parts = isMember ? pieces.Members : pieces.Items;
        return _random.Next(13) switch
        {
            0 => Splice(body, OneOf(pieces.Values), body[OneOf(pieces.Values)]),
            1 => Splice(body, OneOf(pieces.Values), OfAnother(other => other.Values)),
            2 or 3 => Splice(body, OneOf(pieces.Values), OneOf(Tokens.All)),
            4 => Splice(body, WithComma(body, OneOf(parts)), []),
            5 => Insert(body, OneOf(parts), body[OneOf(parts)]),
            6 => Insert(body, OneOf(parts), OfAnother(other => isMember ? other.Members : other.Items)),
            7 => Swap(body, OneOf(parts), OneOf(parts)),
            8 or 9 => Splice(body, OneOf(pieces.Strings), body[OneOf(pieces.Strings)]),
            10 => Splice(body, Inside(body, OneOf(pieces.Strings)), OneOf(Tokens.Names)),
            11 => Splice(body, OneOf(pieces.Values), Wrapped(body[OneOf(pieces.Values)])),
            _ => Nested(body, OneOf(pieces.Values), OneOf(pieces.Values)),
        };
    }

    private byte[] OfAnother(Func<Pieces, IReadOnlyList<Range>> some)
    {
        byte[] seed = OneOf(target.Seeds);
        byte[] body = FuzzInput.Parse(seed).Body.ToArray();
        if (!_seedPieces.TryGetValue(seed, out Pieces? pieces))
        {
            _seedPieces.Add(seed, pieces = Pieces.Of(body));
        }

        IReadOnlyList<Range> ranges = some(pieces);
        return ranges.Count == 0 ? [] : body[OneOf(ranges)];
    }

    private byte[] Wrapped(byte[] value) =>
        _random.Next(3) switch
        {
            0 => [(byte)'[', .. value, (byte)']'],
            1 => [(byte)'[', .. value, (byte)',', .. value, (byte)']'],
            _ => [.. "{\"x\":"u8, .. value, (byte)'}'],
        };

    /// <summary>Puts a value into itself, in the place of one that it holds, again and again: as deep as types refer to
    /// themselves.</summary>
    private byte[] Nested(byte[] body, Range one, Range other)
    {
        (int start, int end) = (one.Start.Value, one.End.Value);
        (int innerStart, int innerEnd) = (other.Start.Value, other.End.Value);
        if (innerStart <= start || innerEnd >= end)
        {
            return ChangeBytes(body);
        }

        byte[] before = body[start..innerStart];
        byte[] behind = body[innerEnd..end];
        int times = Math.Min(
            _random.Next(2) == 0 ? _random.Next(1, 8) : _random.Next(1, 1100),
            LargestBody / (before.Length + behind.Length)
        );
        IEnumerable<byte> nest =
        [
            .. Enumerable.Repeat(before, times).SelectMany(part => part),
            .. body[other],
            .. Enumerable.Repeat(behind, times).SelectMany(part => part),
        ];
        return Splice(body, one, [.. nest]);
    }

    private static Range WithComma(byte[] body, Range item) =>
        item.End.Value < body.Length && body[item.End.Value] == (byte)',' ? item.Start..(item.End.Value + 1)
        : item.Start.Value > 0 && body[item.Start.Value - 1] == (byte)',' ? (item.Start.Value - 1)..item.End
        : item;

    private static Range Inside(byte[] body, Range quoted) =>
        quoted.End.Value - quoted.Start.Value >= 2 && body[quoted.End.Value - 1] == body[quoted.Start.Value]
            ? (quoted.Start.Value + 1)..(quoted.End.Value - 1)
            : quoted;

    private static byte[] Insert(byte[] body, Range before, byte[] item) =>
        Splice(body, before.Start..before.Start, [.. item, (byte)',']);

    private static byte[] Swap(byte[] body, Range one, Range other)
    {
        (Range first, Range second) = one.Start.Value <= other.Start.Value ? (one, other) : (other, one);
        return first.End.Value > second.Start.Value
            ? Splice(body, first, body[second])
            :
            [
                .. body[..first.Start],
                .. body[second],
                .. body[first.End..second.Start],
                .. body[first],
                .. body[second.End..],
            ];
    }

    private static byte[] Splice(byte[] body, Range place, byte[] value) =>
        [.. body.AsSpan(..place.Start), .. value, .. body.AsSpan(place.End..)];

    private T OneOf<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
