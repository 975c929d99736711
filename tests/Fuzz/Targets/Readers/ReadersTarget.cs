using System.Text;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>Every generated reader.</summary>
/// <remarks>The header is the name of a reader, such as <c>Qemu72 reply query-status</c>. Any other header selects one
/// by its letters. The body is the value.</remarks>
internal sealed class ReadersTarget : IFuzzTarget
{
    private const int ValuesPerReader = 8;
    private const int MaxRounds = 1000;

    private readonly Dictionary<string, GeneratedReader> _readers = new(StringComparer.Ordinal);
    private readonly List<string> _names;

    public ReadersTarget()
    {
        List<byte[]> seeds = [];
        foreach ((string bindings, string dump) in ReaderCatalogue.Dumps)
        {
            SchemaValueGenerator values = new(EmbeddedFile.Read($"schema/{dump}.json"), seed: 1);
            (string Header, Func<string> Create)[] readers =
            [
                .. ReaderCatalogue
                    .FindAll(bindings)
                    .Select(found =>
                    {
                        string header = $"{bindings} {found.Kind} {found.WireName}";
                        _readers.Add(header, found.Reader);
                        return (header, GetFactory(found.Kind, found.WireName, values));
                    }),
            ];
            seeds.AddRange(
                readers.SelectMany(reader =>
                    Enumerable.Range(0, ValuesPerReader).Select(_ => FuzzInput.Create(reader.Header, reader.Create()))
                )
            );
            seeds.AddRange(CreateMissed(readers, values));
            Missed = [.. Missed, .. values.Missed.Select(branch => $"{bindings}: {branch}")];
        }

        Seeds = [.. seeds.DistinctBy(Encoding.Latin1.GetString)];
        _names = [.. _readers.Keys];
    }

    public string Name => "readers";

    public IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>The union and alternate branches that are not in any seed.</summary>
    public IReadOnlyList<string> Missed { get; } = [];

    /// <summary>The names of the readers, as they appear in headers.</summary>
    public IReadOnlyList<string> Readers => _names;

    // One in five inputs is for another reader than its seed.
    public string CreateHeader(string header, Random random) =>
        random.Next(5) == 0 ? _names[random.Next(_names.Count)] : header;

    public FuzzOutcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        if (!_readers.TryGetValue(parts.Header, out GeneratedReader? reader))
        {
            reader = _readers[_names[parts.Header.Sum(letter => letter) % _names.Count]];
        }

        return reader.Read(parts.Body.ToArray());
    }

    private static Func<string> GetFactory(string kind, string name, SchemaValueGenerator values) =>
        kind switch
        {
            "reply" => () => values.CreateForCommand(name, "ret-type"),
            "arguments" => () => values.CreateForCommand(name, "arg-type"),
            _ => () => values.CreateForEvent(name),
        };

    /// <summary>Creates values until each branch is in one of them, and returns those with a new branch.</summary>
    private static IEnumerable<byte[]> CreateMissed(
        (string Header, Func<string> Create)[] readers,
        SchemaValueGenerator values
    )
    {
        for (int round = 0; round < MaxRounds && values.MissedCount > 0; round++)
        {
            foreach ((string header, Func<string> create) in readers)
            {
                int missed = values.MissedCount;
                string value = create();
                if (values.MissedCount < missed)
                {
                    yield return FuzzInput.Create(header, value);
                }
            }
        }
    }
}
