using System.Text;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>
/// Every generated reader. The header says which: <c>Qemu72 answer query-status</c>; one that says nothing known
/// chooses by its letters. The body
/// is the value.
/// </summary>
internal sealed class ReadersTarget : IFuzzTarget
{
    private const int ValuesOfEach = 8;
    private const int MostRounds = 1000;

    private readonly Dictionary<string, GeneratedReader> _readers = new(StringComparer.Ordinal);
    private readonly List<string> _names;

    public ReadersTarget()
    {
        List<byte[]> seeds = [];
        foreach ((string bindings, string dump) in ReaderCatalogue.Dumps)
        {
            SchemaValues values = new(Resource.Read($"schema/{dump}.json"), seed: 1);
            (string Header, Func<string> Make)[] readers =
            [
                .. ReaderCatalogue
                    .Of(bindings)
                    .Select(found =>
                    {
                        string header = $"{bindings} {found.Kind} {found.WireName}";
                        _readers.Add(header, found.Reader);
                        return (header, MakerOf(found.Kind, found.WireName, values));
                    }),
            ];
            seeds.AddRange(
                readers.SelectMany(reader =>
                    Enumerable.Range(0, ValuesOfEach).Select(_ => FuzzInput.Of(reader.Header, reader.Make()))
                )
            );
            seeds.AddRange(MakeMissed(readers, values));
            Missed = [.. Missed, .. values.Missed.Select(branch => $"{bindings}: {branch}")];
        }

        Seeds = [.. seeds.DistinctBy(Encoding.Latin1.GetString)];
        _names = [.. _readers.Keys];
    }

    public string Name => "readers";

    public string Summary => $"{_names.Count} generated readers of answers, events and arguments";

    public IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>The branches that no seed has.</summary>
    public IReadOnlyList<string> Missed { get; } = [];

    /// <summary>What there is a reader for, as it stands in a header.</summary>
    public IReadOnlyList<string> Readers => _names;

    // One in five goes to another reader.
    public string NextHeader(string header, Random random) =>
        random.Next(5) == 0 ? _names[random.Next(_names.Count)] : header;

    public Outcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        if (!_readers.TryGetValue(parts.Header, out GeneratedReader? reader))
        {
            reader = _readers[_names[parts.Header.Sum(letter => letter) % _names.Count]];
        }

        return reader.Read(parts.Body.ToArray());
    }

    private static Func<string> MakerOf(string kind, string name, SchemaValues values) =>
        kind switch
        {
            "answer" => () => values.OfCommand(name, "ret-type"),
            "arguments" => () => values.OfCommand(name, "arg-type"),
            _ => () => values.OfEvent(name),
        };

    /// <summary>Goes on until every branch has been in a value, or for so long that there is no hope, and keeps the
    /// values with something new.</summary>
    private static IEnumerable<byte[]> MakeMissed((string Header, Func<string> Make)[] readers, SchemaValues values)
    {
        for (int round = 0; round < MostRounds && values.MissedCount > 0; round++)
        {
            foreach ((string header, Func<string> make) in readers)
            {
                int missed = values.MissedCount;
                string value = make();
                if (values.MissedCount < missed)
                {
                    yield return FuzzInput.Of(header, value);
                }
            }
        }
    }
}
