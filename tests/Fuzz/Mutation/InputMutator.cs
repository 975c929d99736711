namespace QmpGen.Fuzz.Mutation;

/// <summary>Creates inputs of a broken or hostile peer from valid ones. The same seed creates the same
/// inputs.</summary>
/// <remarks>Most changes keep the JSON valid, because invalid JSON is rejected before anything else is tested. A
/// coverage-guided fuzzer does not do this.</remarks>
/// <param name="target">The target with the valid inputs.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class InputMutator(IFuzzTarget target, int seed)
{
    // Larger inputs only take more time.
    private const int MaxBodyLength = 200_000;

    private readonly Random _random = new(seed);
    private readonly Dictionary<byte[], SyntaxParts> _seedParts = [];

    /// <summary>Creates the next input.</summary>
    public byte[] CreateNext()
    {
        FuzzInput original = FuzzInput.Parse(ChooseOne(target.Seeds));
        byte[] body = original.Body.ToArray();

        bool breaksSyntax = _random.Next(3) == 0;
        for (int changes = _random.Next(2) == 0 ? 1 : _random.Next(2, 5); changes > 0; changes--)
        {
            byte[] changed = breaksSyntax && _random.Next(2) == 0 ? ChangeBytes(body) : ChangeStructure(body);
            body = changed.Length <= MaxBodyLength ? changed : body;
        }

        return FuzzInput.Create(target.CreateHeader(original.Header, _random), body);
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
                return Splice(body, at..at, ChooseOne(TrickyTokens.Values));
            case 4:
                return Splice(body, at..end, ChooseOne(TrickyTokens.Values));
            case 5:
                byte[] other = FuzzInput.Parse(ChooseOne(target.Seeds)).Body.ToArray();
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
        SyntaxParts parts = SyntaxParts.Find(body);
        if (parts.Values.Count == 0 || parts.Strings.Count == 0 || parts.Items.Count + parts.Members.Count == 0)
        {
            return ChangeBytes(body);
        }

        bool isMember = parts.Items.Count == 0 || (parts.Members.Count > 0 && _random.Next(2) == 0);
        IReadOnlyList<Range> elements = isMember ? parts.Members : parts.Items;
        return _random.Next(13) switch
        {
            0 => Splice(body, ChooseOne(parts.Values), body[ChooseOne(parts.Values)]),
            1 => Splice(body, ChooseOne(parts.Values), CopyFromSeed(other => other.Values)),
            2 or 3 => Splice(body, ChooseOne(parts.Values), ChooseOne(TrickyTokens.Values)),
            4 => Splice(body, IncludeComma(body, ChooseOne(elements)), []),
            5 => Insert(body, ChooseOne(elements), body[ChooseOne(elements)]),
            6 => Insert(body, ChooseOne(elements), CopyFromSeed(other => isMember ? other.Members : other.Items)),
            7 => Swap(body, ChooseOne(elements), ChooseOne(elements)),
            8 or 9 => Splice(body, ChooseOne(parts.Strings), body[ChooseOne(parts.Strings)]),
            10 => Splice(body, ExcludeQuotes(body, ChooseOne(parts.Strings)), ChooseOne(TrickyTokens.Names)),
            11 => Splice(body, ChooseOne(parts.Values), Wrap(body[ChooseOne(parts.Values)])),
            _ => Nest(body, ChooseOne(parts.Values), ChooseOne(parts.Values)),
        };
    }

    private byte[] CopyFromSeed(Func<SyntaxParts, IReadOnlyList<Range>> some)
    {
        byte[] seed = ChooseOne(target.Seeds);
        byte[] body = FuzzInput.Parse(seed).Body.ToArray();
        if (!_seedParts.TryGetValue(seed, out SyntaxParts? parts))
        {
            _seedParts.Add(seed, parts = SyntaxParts.Find(body));
        }

        IReadOnlyList<Range> ranges = some(parts);
        return ranges.Count == 0 ? [] : body[ChooseOne(ranges)];
    }

    private byte[] Wrap(byte[] value) =>
        _random.Next(3) switch
        {
            0 => [(byte)'[', .. value, (byte)']'],
            1 => [(byte)'[', .. value, (byte)',', .. value, (byte)']'],
            _ => [.. "{\"x\":"u8, .. value, (byte)'}'],
        };

    /// <summary>Nests a value in itself many times, in the place of an inner value, as recursive types allow.</summary>
    private byte[] Nest(byte[] body, Range one, Range other)
    {
        (int start, int end) = (one.Start.Value, one.End.Value);
        (int innerStart, int innerEnd) = (other.Start.Value, other.End.Value);
        if (innerStart <= start || innerEnd >= end)
        {
            return ChangeBytes(body);
        }

        byte[] before = body[start..innerStart];
        byte[] after = body[innerEnd..end];
        int times = Math.Min(
            _random.Next(2) == 0 ? _random.Next(1, 8) : _random.Next(1, 1100),
            MaxBodyLength / (before.Length + after.Length)
        );
        IEnumerable<byte> nested =
        [
            .. Enumerable.Repeat(before, times).SelectMany(part => part),
            .. body[other],
            .. Enumerable.Repeat(after, times).SelectMany(part => part),
        ];
        return Splice(body, one, [.. nested]);
    }

    private static Range IncludeComma(byte[] body, Range item) =>
        item.End.Value < body.Length && body[item.End.Value] == (byte)',' ? item.Start..(item.End.Value + 1)
        : item.Start.Value > 0 && body[item.Start.Value - 1] == (byte)',' ? (item.Start.Value - 1)..item.End
        : item;

    private static Range ExcludeQuotes(byte[] body, Range quoted) =>
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

    private T ChooseOne<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
